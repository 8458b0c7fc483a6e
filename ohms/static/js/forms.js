// Errors get the focus, a double press sends once, and text that is not saved is not left in silence.

function focusProblem() {
  const problem = document.querySelector("[data-problem]");
  if (!problem) return;
  problem.focus();
  problem.addEventListener("click", (event) => {
    const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
    const target = field?.matches("fieldset") ? field.querySelector("input, select, textarea") : field;
    if (!target) return;
    event.preventDefault();
    target.closest("details:not([open])")?.setAttribute("open", "");
    target.focus();
  });
}

// A line that offers names offers those that hold what stands in it: what is typed replaces it.
function selectOffered(event) {
  const line = event.target;
  if (line instanceof HTMLInputElement && line.list) setTimeout(() => line.select());
}

function mark(form, sending) {
  if (!sending) delete form.dataset.sending;
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    // The button stays enabled: a disabled one would drop the focus and fall silent.
    if (sending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

// Where Enter begins a new line Ctrl+Enter sends, by the form's main button: never by one that takes something out.
function sendByKeys(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const form = event.target.matches?.("textarea") ? event.target.form : null;
  const plain = "button[type=submit]:not(.button-danger, [data-draft-save], [name=more])";
  const main = form?.querySelector("button.button-primary") ?? form?.querySelector(plain);
  if (!main) return;
  event.preventDefault();
  form.requestSubmit(main);
}

// A form that never left (network down) may be sent again; its idempotency key makes that harmless.
const releaseAfter = 15000;

function sendOnce(event) {
  const form = event.target;
  // By attribute: a field named "method" would hide the form's own property.
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  // After this turn, so that the pressed button's own name and value still go along.
  setTimeout(() => mark(form, true));
  setTimeout(() => mark(form, false), releaseAfter);
}

function warnUnsaved() {
  const forms = [...document.querySelectorAll("form[data-warn-unsaved]")];
  if (!forms.length) return;
  const changed = new Set();
  let leaving = false;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!forms.includes(form)) return;
    if (form.dataset.saved === "yes") changed.delete(form);
    else changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...changed].some((form) => form.dataset.saved !== "yes")) event.preventDefault();
  });
}

export function startForms() {
  document.addEventListener("focusin", selectOffered);
  focusProblem();
  document.addEventListener("submit", sendOnce);
  document.addEventListener("keydown", sendByKeys);
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) mark(form, false);
  });
  warnUnsaved();
}
