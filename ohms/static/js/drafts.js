// What is typed is kept on the server about a second after typing stops, one draft a form and tab.
// Nothing of it is put into the browser's own storage.

const pause = 1000;
const again = 5000;
const longestKeptAlive = 60000;

class Draft {
  constructor(tab) {
    this.form = tab.form;
    this.tab = tab;
    this.page = this.form.elements.namedItem("draft_page").value;
    this.state = this.form.querySelector("[data-draft-state]");
    this.timer = 0;
    this.asking = null;
    this.changed = false;
    this.typed = this.state.textContent !== ""; // a draft stands in it
    this.over = false;
    this.isOut = false;
  }

  start() {
    for (const button of this.form.querySelectorAll("[data-draft-save]")) button.hidden = true;
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.onTyped());
    this.form.addEventListener("submit", (event) => event.defaultPrevented || this.stop());
    this.form.addEventListener("formdata", (event) => this.tellUntouched(event.formData));
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("session:again", () => this.changed && this.plan(0));
    window.addEventListener("pageshow", () => (this.over = false));
    if ("draftRefused" in this.tab.dataset || this.wasTypedInto()) this.onTyped();
  }

  // Before this script ran, on a slow connection.
  wasTypedInto() {
    const texts = this.form.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])");
    return [...texts].some((field) => field.value !== field.defaultValue);
  }

  // A press alone that is refused leaves nothing to be kept.
  tellUntouched(sent) {
    if (!this.typed && !this.wasTypedInto()) sent.append("draft_untouched", "yes");
  }

  onTyped() {
    this.changed = true;
    this.typed = true;
    this.over = false;
    delete this.form.dataset.saved;
    this.plan(pause);
  }

  plan(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  // The form itself is on its way: a draft that arrived after it would bring its text back.
  stop() {
    this.over = true;
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  body() {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") typed.append(name, value);
    }
    return typed;
  }

  send(options) {
    const headers = { Accept: "application/json" };
    return fetch("/drafts", { method: "POST", body: this.body(), headers, redirect: "error", ...options });
  }

  async save() {
    if (this.over || !this.changed) return;
    if (this.asking) return this.plan(pause);
    this.changed = false;
    this.asking = new AbortController();
    try {
      await this.hear(await this.send({ signal: this.asking.signal }));
    } catch {
      if (!this.over) this.fail("no connection. It is tried again.", true);
    } finally {
      this.asking = null;
    }
  }

  async hear(response) {
    const said = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
    if (response.ok) return this.kept(said);
    if (response.status === 401) return said.covered ? this.covered() : this.signedOut();
    this.fail(said.problem ?? `the server answered ${response.status}. It is tried again.`, !said.problem);
  }

  kept(said) {
    this.isOut = false;
    if (!this.changed) this.form.dataset.saved = "yes";
    // After another sign-in the page's tokens are stale; the answer brings one that holds.
    for (const token of document.querySelectorAll("input[name=csrf_token]")) token.value = said.csrf_token;
    this.tell(`Saved ${said.saved}`);
    this.remember();
  }

  fail(why, tryAgain) {
    this.changed = true;
    this.tell(`Not saved: ${why}`, true);
    if (tryAgain) this.plan(again);
  }

  covered() {
    this.changed = true;
    this.tell("Not saved yet: this page is covered.", true);
    document.dispatchEvent(new Event("session:over"));
  }

  signedOut() {
    this.changed = true;
    this.plan(again);
    if (this.isOut) return; // said once, not every five seconds
    this.isOut = true;
    this.tell("Not saved: you are signed out. ", true);
    const link = document.createElement("a");
    link.href = "/login";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in in a new tab; this page then goes on.";
    this.state.append(link);
  }

  tell(words, isWrong = false) {
    if (this.state.textContent !== words) this.state.textContent = words;
    this.state.classList.toggle("draft-state-wrong", isWrong);
  }

  // A reload comes back to the same draft.
  remember() {
    const address = `${this.page}${this.page.includes("?") ? "&" : "?"}draft=${this.tab.value}`;
    history.replaceState(history.state, "", `${address}${location.hash}`);
  }

  leave() {
    if (this.over || !this.changed) return;
    const keepalive = this.body().toString().length < longestKeptAlive;
    this.send({ keepalive }).catch(() => {});
  }
}

export function startDrafts() {
  for (const tab of document.querySelectorAll("input[name=draft_tab]")) new Draft(tab).start();
}
