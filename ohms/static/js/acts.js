// Where the focus is after an act: in the row that one left or the one that came up, else at what is said of it.

const tables = () => [...document.querySelectorAll("[data-rows]")];
const rowsOf = (table) => [...(table?.querySelectorAll("tbody tr:not(:has(> .empty))") ?? [])];
const place = /^#act=(\d+)\.(\d+)@(.+)$/;

// The row goes along behind the address, which a redirect keeps, so that nothing is stored for it.
function rememberRow(event) {
  const form = event.target;
  const row = form.closest?.("[data-rows] tbody tr");
  if (!row || event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.elements.namedItem("back")) return;
  const pressed = event.submitter?.hasAttribute("formaction");
  const [holder, name] = pressed ? [event.submitter, "formaction"] : [form, "action"];
  const address = new URL(holder.getAttribute(name) ?? "", location.href);
  const table = row.closest("[data-rows]");
  address.hash = `act=${tables().indexOf(table)}.${rowsOf(table).indexOf(row)}@${location.pathname}`;
  holder.setAttribute(name, address.href);
}

function returnToRow() {
  const [, table, at, path] = place.exec(location.hash) ?? [];
  if (at === undefined) return false;
  history.replaceState(history.state, "", location.pathname + location.search);
  if (document.querySelector("[data-problem]")) return false;
  const rows = rowsOf(tables()[table]);
  const row = rows[Math.min(Number(at), rows.length - 1)];
  if (path !== location.pathname || !row) return false;
  const link = row.querySelector("a[href]");
  if (!link) row.tabIndex = -1;
  (link ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
  return true;
}

export function startActs() {
  document.addEventListener("submit", rememberRow);
  if (returnToRow() || document.activeElement !== document.body || document.querySelector("[autofocus]")) return;
  document.querySelector("[data-said]")?.focus();
}
