// Opens a native dialog from any element with data-dialog="<its id>"; the browser returns the focus.

/** @param {string} id */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return false;
  dialog.dispatchEvent(new CustomEvent("dialog:opening"));
  dialog.showModal();
  return true;
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener && openDialog(opener.dataset.dialog)) event.preventDefault();
  });

  // A press on the backdrop lands on the dialog itself.
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog && !dialog.querySelector("[data-warn-unsaved]")) dialog.close();
    });
  }
}
