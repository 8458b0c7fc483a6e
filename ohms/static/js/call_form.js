// The call's clock beside its minutes: it runs from the opening of the page until minutes are typed.
import { CallClock, minutesOf } from "./clock.js";

export function startCallForm() {
  const form = document.querySelector("form[data-call-form]");
  const minutes = form?.elements.namedItem("minutes");
  const from = form?.elements.namedItem("minutes_from");
  const button = form?.querySelector("[data-clock]");
  if (!minutes || !from || !button) return;
  // A refused form comes back with its minutes: what stands there is what was saved.
  const before = Number(minutes.value) || 0;
  const clock = new CallClock(() => performance.now() / 1000, before * 60);
  let typed = before > 0 && from.value !== "call";
  const show = () => {
    const proposed = String(minutesOf(clock.seconds));
    button.textContent = `call ${proposed}`;
    button.setAttribute("aria-pressed", String(!typed));
    button.classList.toggle("clock-runs", !typed);
    if (!typed) minutes.value = proposed;
    from.value = typed ? "typed" : "call";
  };
  minutes.addEventListener("input", () => {
    typed = true;
    show();
  });
  button.addEventListener("click", () => {
    typed = false;
    show();
  });
  form.addEventListener("submit", show, true);
  button.hidden = false;
  clock.start();
  show();
  setInterval(show, 1000);
}
