// One more contact or claim without asking the server, and how the minutes fall on the claims.

const fields = "input, select, textarea";

/** The last row of a kind: what a further one is made from. */
function lastRow(form, kind) {
  const rows = [...form.querySelectorAll(`[data-more-row="${kind}"]`)];
  return rows.at(-1);
}

function emptied(row, number) {
  const copy = row.cloneNode(true);
  for (const wrong of copy.querySelectorAll(".error")) wrong.remove();
  for (const field of copy.querySelectorAll(fields)) {
    const id = `${field.name}-${number}`;
    const label = copy.querySelector(`label[for="${field.id}"]`);
    const hint = copy.querySelector(`#${CSS.escape(field.id)}-hint`);
    if (label) label.htmlFor = id;
    if (hint) hint.id = `${id}-hint`;
    if (hint) field.setAttribute("aria-describedby", hint.id);
    else field.removeAttribute("aria-describedby");
    field.removeAttribute("aria-invalid");
    field.id = id;
    if (field.matches("select")) field.selectedIndex = 0;
    else field.value = "";
  }
  return copy;
}

function addRow(form, kind) {
  const last = lastRow(form, kind);
  // Numbers above every row the server makes, so that no id is there twice.
  const number = 100 + form.querySelectorAll(`[data-more-row="${kind}"]`).length;
  const row = emptied(last, number);
  last.after(row);
  row.querySelector(fields)?.focus();
  row.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Minutes over a number of claims: parts that differ by one at most, the larger ones first. */
export function sharesOf(minutes, claims) {
  const each = Math.floor(minutes / claims);
  return Array.from({ length: claims }, (_, place) => each + (place < minutes % claims ? 1 : 0));
}

export function showSplit(form) {
  const told = form.querySelector("[data-split]");
  if (!told) return;
  const named = [...form.querySelectorAll("[name=also]")].filter((one) => one.value.trim()).length;
  const minutes = Number(form.elements.namedItem("minutes")?.value) || 0;
  const shares = named && minutes ? sharesOf(minutes, named + 1).map(String) : [];
  const words = shares.length
    ? `${minutes} minute${minutes === 1 ? "" : "s"}: ${shares.slice(0, -1).join(", ")} and ${shares.at(-1)}`
    : "";
  if (told.textContent !== words) told.textContent = words;
  told.hidden = !words;
}

/** The chosen template in the note: alone in an empty one, else below what is written. */
function insertTemplate(form, event) {
  const chosen = form.querySelector("[data-template]")?.selectedOptions[0];
  const body = form.querySelector("textarea[name=body]");
  const text = chosen?.dataset.text;
  if (!body) return;
  event.preventDefault();
  if (text) {
    const before = body.value.trimEnd();
    body.value = before ? `${before}\n\n${text}` : text;
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
  body.focus();
}

/** What is unfolded is there to be filled in; below the edge of the panel nobody would see that it came. */
function beginUnfolded(event) {
  const unfolding = event.target.closest("summary")?.parentElement;
  if (!unfolding || unfolding.open) return;
  setTimeout(() => unfolding.querySelector(fields)?.focus());
}

export function startRowsOfComposer(form) {
  form.addEventListener("click", beginUnfolded);
  form
    .querySelector("button[name=more][value=template]")
    ?.addEventListener("click", (event) => insertTemplate(form, event));
  for (const button of form.querySelectorAll("button[name=more]")) {
    if (!lastRow(form, button.value)) continue;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      addRow(form, button.value);
    });
  }
  form.addEventListener("input", () => showSplit(form));
}
