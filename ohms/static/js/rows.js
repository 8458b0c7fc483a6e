// Walking a list with j and k, picking its rows, and coming back to the row one left.

const rows = "[data-rows] tbody tr, .hits li";
const links = () => [...document.querySelectorAll("[data-rows] tbody th[scope=row] a[href], .hits a.hit")];

/** Moves the focus to the next (1) or previous (-1) row's link. Enter then follows it natively. */
export function stepRow(by) {
  const all = links();
  if (!all.length) return false;
  const row = document.activeElement?.closest(rows);
  const at = row ? all.findIndex((link) => row.contains(link)) : -1;
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
  return true;
}

/** Moves the focus to the first row of the next group; past the last one to the first. */
export function stepGroup() {
  const groups = [...document.querySelectorAll("[data-rows] tbody[data-group]")];
  if (!groups.length) return false;
  const at = groups.findIndex((group) => group.contains(document.activeElement));
  const link = groups[(at + 1) % groups.length].querySelector("th[scope=row] a[href]");
  link.focus();
  link.closest("tbody").scrollIntoView({ block: "nearest" });
  link.scrollIntoView({ block: "nearest" });
  return true;
}

// The row is remembered in this entry of the browser's own history, which knows the address anyway:
// nothing is written to storage.
function rememberRow(event) {
  const link = event.target.closest?.("[data-rows] tbody a[href]");
  if (!link) return;
  const left = { row: link.getAttribute("href"), y: Math.round(window.scrollY) };
  history.replaceState({ ...history.state, left }, "");
}

/** The number of the claim that the row with the focus is about; none elsewhere. */
export function claimOfRow() {
  const row = document.activeElement?.closest("[data-rows] tbody tr");
  const links = row ? [...row.querySelectorAll("a[href^='/claims/']")] : [];
  const claim = /^\/claims\/([A-Z0-9]+)$/;
  return links.map((link) => claim.exec(link.getAttribute("href"))?.[1]).find(Boolean) ?? null;
}

// What is done from within a row leads back to its place: to the row itself, or to the one that came up.
const place = /#row=(\d+)$/;

function rememberPlace(event) {
  const back = event.target.elements.namedItem("back");
  if (!back) return;
  const row = event.target.closest("[data-rows] tbody tr");
  const at = row ? links().findIndex((link) => row.contains(link)) : -1;
  // An undo stands above the rows: it leads back to where the act that it undoes led.
  const led = row ? null : place.exec(location.hash)?.[0];
  if (at >= 0 || led) back.value = `${back.value.replace(place, "")}${led ?? `#row=${at}`}`;
}

function returnToPlace() {
  const at = place.exec(location.hash)?.[1];
  const all = links();
  if (at === undefined) return;
  // What looks at a decision again on a page of its own is sent from there, and leads back to this place.
  for (const link of document.querySelectorAll("a[data-place]")) link.hash = location.hash;
  if (!all.length) return;
  const link = all[Math.min(Number(at), all.length - 1)];
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center" });
}

function returnToRow() {
  const left = history.state?.left;
  if (!left || !["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type)) return;
  const link = links().find((one) => one.getAttribute("href") === left.row);
  window.scrollTo(0, left.y);
  link?.focus({ preventScroll: true });
}

function startPicking(table) {
  const all = table.querySelector("[data-pick-all]");
  const boxes = [...table.querySelectorAll("tbody .pick input[type=checkbox]")];
  const bar = document.querySelector("[data-picked]");
  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    if (all) {
      all.checked = count > 0 && count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
    if (bar) bar.textContent = count ? `${count} on this page picked` : "None picked";
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  table.addEventListener("change", (event) => {
    if (event.target !== all) show();
  });
  show();
}

// Among what a search found the arrows do what j and k do, from the search's own field on.
function walkHits(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.(".results") && stepRow(by)) event.preventDefault();
}

export function startRows() {
  document.addEventListener("keydown", walkHits);
  document.addEventListener("click", rememberRow, true);
  document.addEventListener("submit", rememberPlace, true);
  for (const table of document.querySelectorAll("[data-rows]")) startPicking(table);
  returnToPlace();
  returnToRow();
}
