// What unfolds over the page (views, columns, More, the menu of a phone) or within a row folds up again.

const over = ".drop, .nav-more details, .row-more";
const folds = `${over}, .menu, .table .disclose`;

/** Folds up the innermost one around the focus, else whatever lies over the page; its name has the focus again. */
function foldUp(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const around = event.target.closest?.("details[open]");
  const fold = around?.matches(folds) ? around : [...document.querySelectorAll(over)].find((each) => each.open);
  const name = fold?.querySelector("summary");
  // What is open for good on a wide screen has no name to press.
  if (!name?.checkVisibility()) return;
  event.preventDefault();
  fold.open = false;
  name.focus();
}

/** Where the screen is narrow some stand in the page: folding those up would move what is being pressed. */
const liesOver = (fold) => getComputedStyle(fold.lastElementChild).position === "absolute";

/** One at a time, and none that was left: what lies over the page hides what one went on to. */
function foldOthers(event) {
  for (const fold of document.querySelectorAll(over)) {
    if (fold.open && !fold.contains(event.target) && liesOver(fold)) fold.open = false;
  }
}

export function startFolds() {
  document.addEventListener("keydown", foldUp);
  document.addEventListener("pointerdown", foldOthers);
  document.addEventListener("focusin", foldOthers);
}
