// Single keys. Off when <html data-shortcuts="off">, silent while one types or a dialog is open.
import { openDialog } from "./dialogs.js";
import { claimOfRow, stepGroup, stepRow } from "./rows.js";
import { openCommandBar } from "./command_bar.js";
import { openComposer, startCall } from "./composer.js";

const typing = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function press(selector) {
  const element = document.querySelector(selector);
  if (!element) return false;
  pressElement(element);
  return true;
}

/** What a pressed summary opens is there to be filled in: its first field gets the focus. */
function pressElement(element) {
  element.click();
  if (!element.matches("summary")) return;
  const opened = element.closest("details");
  if (opened.open) opened.querySelector("textarea, input:not([type=hidden])")?.focus();
}

/** A marked key presses within the row that has the focus, else the first element it marks. */
function pressMarked(key) {
  const row = document.activeElement?.closest("[data-rows] tbody tr");
  const element = row?.querySelector(`[data-key="${key}"]`);
  if (!element) return press(`[data-key="${key}"]`);
  pressElement(element);
  return true;
}

/** With a row's claim: the address at which something is written about it, for whoever writes. */
function goFromRow(addressOf) {
  const number = claimOfRow();
  // Whoever takes calls writes notes and tasks too: the page says so by its link.
  if (!number || !document.querySelector("a[href='/calls/new']")) return false;
  location.assign(addressOf(number));
  return true;
}

const noteOfRow = () => goFromRow((number) => `/claims/${number}#write-note`);
const taskOfRow = () => goFromRow((number) => `/tasks/new?claim=${number}`);

const keys = {
  "?": () => openDialog("keys"),
  "/": openCommandBar,
  j: () => stepRow(1),
  k: () => stepRow(-1),
  n: () => stepGroup() || openComposer() || noteOfRow(),
  c: startCall,
  t: () => taskOfRow() || pressMarked("t") || press("a[href='/tasks']"),
  i: () => press("a[href='/calls/new']"),
};

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(typing) || document.querySelector("dialog[open]")) return;
  const known = Object.hasOwn(keys, event.key) && keys[event.key]();
  const marked = !known && /^[a-z]$/.test(event.key) && pressMarked(event.key);
  if (known || marked) event.preventDefault();
}

export function startShortcuts() {
  if (document.documentElement.dataset.shortcuts !== "on") return;
  document.addEventListener("keydown", onKey);
  document.getElementById("keys")?.addEventListener("dialog:opening", () => {
    for (const line of document.querySelectorAll("#keys [data-key-needs]")) {
      line.hidden = !document.querySelector(line.dataset.keyNeeds);
    }
  });
}
