// Leaves empty choices out of a filter's address, so that it stays short enough to read and to share.

export function startFilters() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form[data-filters]")) return;
    const empty = [...event.target.elements].filter((field) => field.name && !field.disabled && field.value === "");
    for (const field of empty) field.disabled = true;
    setTimeout(() => {
      for (const field of empty) field.disabled = false;
    });
  });
}
