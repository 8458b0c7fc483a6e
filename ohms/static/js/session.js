// The page knows when its session ends by itself. Hands, scrolling and a running call are told to the
// server, now and then; before the end it warns without a sound, at the end it covers itself, and the
// password of the same person uncovers it as it was. The server shuts at its own clock whatever happens here.

const longestCall = 60 * 60 * 1000;
const justNow = 3000;
const askedAgainAfter = 10000;
const zone = "America/Los_Angeles";
const words = {
  covered: "Your password brings it back as it was. Nothing of it is lost.",
  out: "You are signed out. Sign in in a new tab, and this page goes on as it was.",
  other: "Somebody else signed in in this browser. What stands here is not theirs to see.",
};
const running = '[data-clock="call"].clock-runs:not([hidden])';

class Session {
  constructor(cover) {
    this.cover = cover;
    this.form = cover.querySelector("[data-cover-form]");
    this.wrong = cover.querySelector("[data-cover-wrong]");
    this.why = cover.querySelector("[data-cover-why]");
    this.warning = document.querySelector("[data-session-warning]");
    this.person = Number(cover.dataset.person);
    this.warned = Number(cover.dataset.warned) * 1000;
    this.every = Number(cover.dataset.seen) * 1000;
    this.hand = this.told = this.asked = Date.now();
    this.password = this.form.elements.namedItem("password");
    this.code = cover.querySelector("[data-cover-code]");
    this.button = this.warning.querySelector("[data-session-stay]");
    this.pending = false;
    this.busy = false;
    this.isCovered = false;
    this.others = new BroadcastChannel("ohms-session");
    this.hear({ person: this.person, idle: Number(cover.dataset.idle), absolute: Number(cover.dataset.absolute) });
  }

  start() {
    for (const kind of ["keydown", "pointerdown", "input", "wheel", "touchmove"]) {
      window.addEventListener(kind, () => this.onHand(), { passive: true, capture: true });
    }
    window.addEventListener("scroll", () => this.onHand(), { passive: true, capture: true });
    window.addEventListener("keydown", (event) => this.swallow(event), { capture: true });
    window.addEventListener("pageshow", (event) => event.persisted && this.ask());
    document.addEventListener("visibilitychange", () => this.onSeen());
    document.addEventListener("session:over", () => this.ask());
    this.others.addEventListener("message", () => this.ask());
    this.button.addEventListener("click", () => this.press());
    this.cover.addEventListener("cancel", (event) => event.preventDefault());
    this.cover.addEventListener("close", () => this.isCovered && this.cover.showModal());
    this.form.addEventListener("submit", (event) => this.uncover(event));
    setInterval(() => this.tick(), Math.min(1000, this.every));
  }

  // No key reaches the page behind: the cover's own fields alone are typed into.
  swallow(event) {
    if (this.isCovered && !this.cover.contains(event.target.closest?.("form, a"))) event.stopImmediatePropagation();
  }

  onHand() {
    if (this.isCovered) return;
    this.hand = Date.now();
    this.pending = true;
  }

  onSeen() {
    if (document.visibilityState === "visible" && (this.isCovered || Date.now() - this.asked > askedAgainAfter)) this.ask();
  }

  async tick() {
    const now = Date.now();
    if (this.isCovered || this.busy) return;
    const calls = now - this.hand < longestCall && document.querySelector(running);
    if ((this.pending || calls) && now - this.told >= this.every) await this.tell();
    else if (now >= this.end) await this.ask(true);
    else if (this.end - now > this.warned) this.warning.hidden = true;
    else if (this.asked < this.end - this.warned) await this.ask(); // another tab may have been at work
    else this.warn();
  }

  async send(path, options = {}) {
    const answer = await fetch(path, { headers: { Accept: "application/json" }, redirect: "error", ...options });
    const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { ok: answer.ok, status: answer.status, said: isData ? await answer.json() : {} };
  }

  post(path) {
    return this.send(path, { method: "POST", body: new URLSearchParams(new FormData(this.form)) });
  }

  /** Asking is no sign of life. Without an answer at the end the page is covered all the same. */
  async ask(isOver = false) {
    this.busy = true;
    this.asked = Date.now();
    try {
      const answer = await this.send("/account/session");
      if (answer.ok) this.hear(answer.said);
    } catch {
      if (isOver) this.shut();
    } finally {
      this.busy = false;
    }
  }

  /** Somebody is here. Without a connection it is told again; the server's clock goes on meanwhile. */
  async tell() {
    this.busy = true;
    this.told = Date.now();
    this.pending = false;
    try {
      const answer = await this.post("/account/session/here");
      if (answer.ok) return this.hear(answer.said);
      await this.ask();
    } catch {
      this.pending = true;
    } finally {
      this.busy = false;
    }
  }

  // No hand at work makes twelve hours longer: then the press asks for the password at once.
  async press() {
    if (!this.isAbsolute) return this.tell();
    await this.post("/account/session/cover").catch(() => {});
    await this.ask(true);
  }

  get end() {
    return Math.min(this.idle, this.absolute);
  }

  get isAbsolute() {
    return this.absolute <= this.idle && this.absolute - Date.now() <= this.warned;
  }

  hear(said) {
    const isSame = said.person === this.person;
    if (!isSame || said.covered) return this.shut(isSame ? "covered" : said.person === null ? "out" : "other");
    for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = said.csrf_token ?? token.value;
    this.idle = Date.now() + said.idle * 1000;
    this.absolute = Date.now() + said.absolute * 1000;
    if (this.isCovered) this.open();
  }

  // Into the topmost open dialog, for one over it could not be pressed; polite, and the focus stays.
  warn() {
    const host = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document.body;
    if (this.warning.parentElement !== host) host.append(this.warning);
    const at = new Date(this.end).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", timeZone: zone });
    const why = this.isAbsolute ? "It is long since you signed in." : "Nobody has worked here for a while.";
    const text = `${why} At ${at.toLowerCase()} this page is covered; your password uncovers it, and nothing is lost.`;
    const place = this.warning.querySelector("[data-session-words]");
    this.warning.hidden = false;
    if (place.textContent !== text) place.textContent = text;
    this.button.textContent = this.isAbsolute ? "Enter it now" : "Stay signed in";
  }

  shut(kind = "covered") {
    this.why.textContent = words[kind];
    this.form.hidden = kind !== "covered";
    if (this.isCovered) return;
    this.isCovered = true;
    this.warning.hidden = true;
    this.title = document.title;
    document.title = "Covered · OHMS";
    document.documentElement.dataset.covered = "";
    this.cover.showModal();
    // What is being typed at this moment is no password.
    if (Date.now() - this.hand < justNow || this.form.hidden) this.cover.focus();
    else this.password.focus();
  }

  open() {
    this.isCovered = false;
    this.hand = this.told = Date.now();
    this.pending = false;
    this.wrong.hidden = true;
    this.form.reset();
    this.code.hidden = true;
    delete document.documentElement.dataset.covered;
    document.title = this.title;
    this.cover.close();
    this.others.postMessage("look");
    document.dispatchEvent(new Event("session:again"));
  }

  async uncover(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    try {
      const answer = await this.post("/account/session/uncover");
      if (answer.ok) return this.hear(answer.said);
      if (answer.status !== 422) await this.ask(); // another tab may have been uncovered first
      // Twelve hours after the sign-in the second step of who has one is asked for too.
      if (answer.said.field === "code") this.code.hidden = false;
      this.refuse(answer.said.problem ?? `The server answered ${answer.status}. Sign in in a new tab; this page then goes on.`);
    } catch {
      this.refuse("No connection. Try again.");
    } finally {
      this.busy = false;
    }
  }

  refuse(why) {
    if (!this.isCovered) return;
    this.wrong.hidden = false;
    this.wrong.textContent = why;
    (this.code.hidden ? this.password : this.code.querySelector("input")).select();
  }
}

export function startSession() {
  const cover = document.querySelector("[data-cover]");
  if (cover) new Session(cover).start();
}
