// The note's panel: opening and closing, its clocks, and the minutes they propose.
import { CallClock, TypingClock, minutesOf } from "./clock.js";
import { showSplit, startRowsOfComposer } from "./composer-rows.js";

const spoken = new Set(["phone", "video", "in_person"]);
const askOver = 60;
const sheet = window.matchMedia("(max-width: 61.99rem)");
const now = () => performance.now() / 1000;

class Composer {
  constructor(panel) {
    this.panel = panel;
    this.form = panel.querySelector("form");
    this.minutes = this.form.elements.namedItem("minutes");
    this.from = this.form.elements.namedItem("minutes_from");
    this.buttons = new Map([...panel.querySelectorAll("[data-clock]")].map((one) => [one.dataset.clock, one]));
    this.ask = panel.querySelector("[data-ask-minutes]");
    this.kept = false;
    // After a refused save the form comes back with its minutes: the clock they came from goes on there.
    const before = Number(this.minutes?.value) || 0;
    const source = before ? this.from?.value || "typed" : "";
    this.chosen = source;
    this.call = new CallClock(now, source === "call" ? before * 60 : 0);
    this.typing = new TypingClock(now, source === "typing" ? before * 60 : 0);
  }

  start() {
    startRowsOfComposer(this.form);
    this.panel.addEventListener("toggle", () => this.onToggle());
    this.form.addEventListener("change", () => this.onMethod());
    for (const kind of ["keydown", "pointerdown", "input"]) {
      document.addEventListener(kind, () => this.panel.open && this.typing.touch(), { passive: true });
    }
    document.addEventListener("scroll", () => this.panel.open && this.typing.touch(), { passive: true });
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
    this.minutes?.addEventListener("input", () => this.onTyped());
    for (const [name, button] of this.buttons) {
      button.hidden = false;
      button.addEventListener("click", () => this.take(name));
    }
    this.ask?.querySelector("[data-keep-minutes]")?.addEventListener("click", () => this.keep());
    this.form.addEventListener("submit", (event) => this.onSubmit(event), true);
    sheet.addEventListener("change", () => this.cover());
    setInterval(() => this.show(), 1000);
    if (this.panel.open) this.onToggle();
  }

  get isCall() {
    const methods = this.form.querySelectorAll("[name=method]");
    return [...methods].some((one) => (one.type === "radio" ? one.checked : true) && spoken.has(one.value));
  }

  onToggle() {
    if (this.panel.open) {
      this.typing.touch();
      this.onMethod();
    } else {
      this.call.stop();
      this.typing.stop();
    }
    this.cover();
    this.show();
  }

  // A call runs from the opening of the panel, even when the method is chosen at its end.
  onMethod() {
    if (this.panel.open) this.call.start();
    this.show();
  }

  startCall() {
    this.call.startAnew();
    this.presume();
    if (this.chosen !== "typed") this.chosen = "call";
    this.show();
  }

  // Most calls that are begun reach the worker by phone: what is chosen already stays.
  presume() {
    const [party, method, outcome] = ["party", "method", "outcome"].map((name) =>
      this.form.querySelector(`select[name=${name}]`),
    );
    if (method && !spoken.has(method.value)) method.value = "phone";
    if (party && outcome && !party.value && !outcome.value) {
      party.value = "worker";
      outcome.value = "reached";
    }
  }

  // Alt+1 to Alt+9 tick what the note finishes, Alt+0 goes on to the next step. By the key's place:
  // with Alt (Option) a Mac writes another sign.
  onChord(event) {
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    if (!digit) return false;
    if (digit === "0") {
      this.form.elements.namedItem("next_task")?.focus();
      return true;
    }
    const box = this.form.querySelectorAll("input[name=finishes]")[Number(digit) - 1];
    if (!box) return false;
    box.click();
    const told = this.form.querySelector("[data-ticked]");
    if (told) told.textContent = `${box.checked ? "Finishes" : "Leaves open"}: ${box.parentElement.textContent.trim()}`;
    return true;
  }

  take(name) {
    this.chosen = name;
    this.kept = false;
    this.show();
    this.minutes.focus();
  }

  onTyped() {
    const digits = this.minutes.value.replace(/\D/g, "").slice(0, 4);
    if (digits !== this.minutes.value) this.minutes.value = digits;
    this.chosen = "typed";
    this.show();
  }

  onKey(event) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      this.panel.open = false;
      this.panel.querySelector("summary").focus();
      event.preventDefault();
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      if (this.onChord(event)) event.preventDefault();
    } else if (event.target === this.minutes && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // In a field for digits the two letters are free: c takes the call, t the typing.
      const name = { c: "call", t: "typing" }[event.key];
      if (name && this.buttons.has(name)) {
        event.preventDefault();
        this.take(name);
      }
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector("button[value=sign]") ?? undefined);
    }
  }

  get source() {
    if (this.chosen === "typed" || this.chosen === "typing") return this.chosen;
    if (this.chosen === "call" && this.isCall) return "call";
    return this.isCall ? "call" : "typing";
  }

  show() {
    if (!this.panel.open || !this.minutes) return;
    const proposed = { call: minutesOf(this.call.seconds), typing: minutesOf(this.typing.seconds) };
    for (const [name, button] of this.buttons) {
      button.textContent = `${name} ${proposed[name]}`;
      button.hidden = name === "call" && !this.isCall;
      button.setAttribute("aria-pressed", String(this.source === name));
      button.classList.toggle("clock-runs", this.source === name);
    }
    if (this.source !== "typed") this.minutes.value = String(proposed[this.source]);
    if (this.from) this.from.value = this.source;
    showSplit(this.form);
    if (this.ask && !this.mustAsk) this.ask.hidden = true;
  }

  get mustAsk() {
    return Boolean(this.ask) && !this.kept && this.source !== "typed" && Number(this.minutes.value) > askOver;
  }

  onSubmit(event) {
    this.show();
    if (event.submitter?.value === "draft" || !this.mustAsk) return;
    event.preventDefault();
    event.stopPropagation();
    this.ask.querySelector("[data-asked-minutes]").textContent = this.minutes.value;
    this.ask.hidden = false;
    this.ask.querySelector("[data-keep-minutes]").focus();
  }

  keep() {
    this.kept = true;
    const confirmed = this.form.elements.namedItem("minutes_confirmed");
    if (confirmed) confirmed.value = "yes";
    this.ask.hidden = true;
    this.form.requestSubmit(this.form.querySelector("button[value=sign]") ?? undefined);
  }

  // As a sheet the panel covers the page, so nothing beneath it may take the focus.
  cover() {
    const covers = this.panel.open && sheet.matches;
    for (let inside = this.panel; inside !== document.body; inside = inside.parentElement) {
      for (const beside of inside.parentElement.children) {
        if (beside !== inside && beside.tagName !== "SCRIPT") beside.inert = covers;
      }
    }
  }

  open(first = "[data-first], select, textarea") {
    this.panel.open = true;
    this.panel.scrollIntoView({ block: "nearest" });
    this.form.querySelector(first)?.focus();
    return true;
  }
}

let composer = null;

export const openComposer = () => composer?.open() ?? false;

export function startCall() {
  if (!composer) return false;
  composer.open("textarea[name=body]");
  composer.startCall();
  return true;
}

export function startComposer() {
  const panel = document.querySelector("details[data-composer]");
  if (!panel?.querySelector("form")) return;
  composer = new Composer(panel);
  composer.start();
  // No element bears this name: the browser moves the focus to one that does, out of the open panel.
  if (location.hash === "#write-note") composer.open();
}
