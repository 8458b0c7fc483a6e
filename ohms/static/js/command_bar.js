// The field of every page as a command bar: while one types it offers actions, pages, and claims and
// people to whoever sees them, as an ARIA combobox whose list is chosen from by hand. Enter without a
// choice sends the field, as ever.

// Longer than the pause between two keys of a word: what is asked is recorded, once for a search and not
// once for each of its letters.
const wait = 400;

class CommandBar {
  constructor(field) {
    this.field = field;
    this.from = null;
    this.asked = 0;
    this.list = made("div", { id: "find-list", role: "listbox", className: "find-list", hidden: true });
    this.list.setAttribute("aria-label", "Suggestions");
    this.told = made("div", { role: "status", className: "visually-hidden" });
    field.form.append(this.list, this.told);
    field.type = "text";
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": "find-list",
      "aria-expanded": "false",
    })) {
      field.setAttribute(name, value);
    }
  }

  start() {
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("blur", () => this.close());
    // A press in the list must not take the focus from the field before it is a click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Begun by its key: the list opens at once, and Escape leads back to where one was. */
  open() {
    const menu = this.field.closest("details");
    if (menu && !this.field.checkVisibility()) menu.open = true;
    this.from = document.activeElement;
    this.field.focus();
    this.field.select();
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    clearTimeout(this.timer);
    const asked = ++this.asked;
    const groups = await answer(this.field.dataset.find, this.field.value.trim());
    if (asked === this.asked && document.activeElement === this.field) this.show(groups);
  }

  show(groups) {
    this.choose(null);
    this.list.replaceChildren(...groups.map(groupOf));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `find-option-${place}`));
    this.list.hidden = !this.options.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    const count = this.options.length;
    this.told.textContent = count ? `${count} to choose from with the arrow keys` : "Enter searches";
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.choose(null);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.told.textContent = "";
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = option;
    if (!option) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  // Past either end stands the field itself, where nothing is chosen.
  step(by) {
    if (this.list.hidden) {
      this.ask();
      return;
    }
    const at = this.chosen ? this.options.indexOf(this.chosen) : by > 0 ? -1 : this.options.length;
    this.choose(this.options[at + by] ?? null);
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.step(by);
    else if (event.key === "Enter" && this.chosen) this.chosen.click();
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
  }

  leave() {
    const from = this.from;
    this.close();
    if (!from) return;
    this.from = null;
    this.field.blur();
    if (from.isConnected && from !== document.body) from.focus();
  }
}

function made(kind, properties) {
  return Object.assign(document.createElement(kind), properties);
}

function groupOf(group, place) {
  const element = made("div", { role: "group" });
  const name = made("div", { id: `find-group-${place}`, className: "find-group", textContent: group.name });
  element.setAttribute("aria-labelledby", name.id);
  element.append(name, ...group.options.map(optionOf));
  return element;
}

function optionOf({ text, detail, href }) {
  const option = made("a", { role: "option", href, tabIndex: -1 });
  option.setAttribute("aria-selected", "false");
  option.append(made("span", { textContent: text }));
  if (detail) option.append(" ", made("span", { className: "soft", textContent: detail }));
  return option;
}

// Without an answer (signed out, no network) there is nothing to choose, and Enter still searches.
async function answer(from, q) {
  try {
    const response = await fetch(`${from}?q=${encodeURIComponent(q)}`, { redirect: "error" });
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

let bar = null;

export function openCommandBar() {
  bar?.open();
  return bar !== null;
}

export function startCommandBar() {
  const field = document.querySelector("[data-find]");
  if (!field) return;
  bar = new CommandBar(field);
  bar.start();
}
