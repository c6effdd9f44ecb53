import { button, element } from "../dom/element.js";

/**
 * @typedef {import("../storage/conversations.js").Conversations} Conversations
 * @typedef {import("../storage/conversations.js").Entry} Entry
 *
 * @typedef {object} Actions
 * @property {(id: string) => void} onOpen
 * @property {(id: string) => void} onExport
 * @property {(id: string) => void} onDeleted
 * @property {(id: string) => Promise<boolean>} forget has the server delete its copy; false if it doesn't
 * @property {(id: string, title: string) => void} onRenamed
 */

const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The conversations that this browser keeps, in a dialog: open, rename, export, delete. */
export class History {
  /**
   * @param {Conversations} kept
   * @param {Actions} actions
   * @param {number} days for which the server keeps its copies, 0 for ever
   */
  constructor(kept, actions, days) {
    this.kept = kept;
    this.actions = actions;
    this.days = days;
    const title = element("h2", { id: "history-title" }, "History");
    const close = button("Close", "close", () => this.element.close());
    this.filter = element("input", { type: "search", "aria-label": "Find a conversation", placeholder: "Find a conversation" });
    this.list = element("ul", { class: "history-list" });
    this.said = element("p", { class: "history-said", role: "status" });
    const note = element("p", { class: "history-note" }, "Kept in this browser. Deleting one deletes the server's copy of its answers, too.");
    this.element = element("dialog", { class: "history", "aria-labelledby": title.id });
    this.element.append(element("header", {}, title, close), this.filter, this.said, this.list, note);
    this.filter.addEventListener("input", () => this.#show());
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.element.close(); // the backdrop
    });
    /** @type {Entry[]} */
    this.entries = [];
    this.current = "";
  }

  /** @param {string} current id of the conversation on the page */
  async open(current) {
    this.current = current;
    this.filter.value = "";
    await this.#read();
    this.element.showModal();
    this.filter.focus();
  }

  /** Another tab has changed what is kept; what somebody is doing here goes on. */
  refresh() {
    if (this.element.open && !this.element.querySelector(".history-rename, .undo")) this.#read();
  }

  async #read() {
    try {
      this.entries = await this.kept.list();
      this.said.textContent = this.entries.length === 0 ? "No conversation is kept yet." : "";
    } catch {
      this.entries = [];
      this.said.textContent = "This browser keeps no conversations: its storage is switched off.";
    }
    this.#show();
  }

  #show() {
    const words = this.filter.value.trim().toLowerCase();
    const shown = this.entries.filter(({ title }) => title.toLowerCase().includes(words));
    this.list.replaceChildren(...shown.map((entry) => this.#item(entry)));
    if (this.entries.length > 0) this.said.textContent = shown.length === 0 ? "No conversation has this in its title." : "";
  }

  /** @param {Entry} entry */
  #item(entry) {
    const open = button("", "history-open", () => {
      this.element.close();
      this.actions.onOpen(entry.id);
    });
    const questions = entry.questions === 1 ? "1 question" : `${entry.questions} questions`;
    const facts = element("span", { class: "history-facts" }, `${DAY.format(entry.updated)} · ${questions}`);
    open.append(element("span", { class: "history-name" }, entry.title), facts);
    if (entry.id === this.current) open.setAttribute("aria-current", "true");
    const item = element("li", {}, open);
    const named = (/** @type {string} */ what) => element("span", { class: "visually-hidden" }, `${what} ${entry.title}`);
    const tools = [
      button("Rename", "rename", () => this.#rename(item, entry)),
      button("Export", "export", () => this.actions.onExport(entry.id)),
      button("Delete", "delete", () => this.#delete(entry)),
    ];
    for (const tool of tools) tool.replaceChildren(element("span", { "aria-hidden": "true" }, tool.textContent ?? ""), named(tool.textContent ?? ""));
    item.append(element("div", { class: "history-tools" }, ...tools));
    return item;
  }

  /**
   * @param {HTMLElement} item
   * @param {Entry} entry
   */
  #rename(item, entry) {
    const field = element("input", { type: "text", maxlength: "120", "aria-label": "Title" });
    field.value = entry.title;
    const form = element("form", { class: "history-rename" }, field, element("button", { type: "submit" }, "Save"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const title = field.value.trim();
      if (title) {
        await this.kept.rename(entry.id, title);
        this.actions.onRenamed(entry.id, title);
      }
      await this.#read();
      this.filter.focus();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // the dialog stays
      this.#show();
      this.filter.focus();
    });
    item.replaceChildren(form);
    field.select();
  }

  /**
   * @param {string} title of a conversation that the server did not delete
   * @returns {string} what becomes of the copy there
   */
  #left(title) {
    const days = this.days === 1 ? "1 day" : `${this.days} days`;
    const end = this.days > 0 ? `goes after ${days}` : "stays there";
    return `The server could not be told to delete “${title}”: its copy ${end}.`;
  }

  /** @param {Entry} entry */
  async #delete(entry) {
    const whole = await this.kept.get(entry.id);
    await this.kept.delete(entry.id);
    this.actions.onDeleted(entry.id);
    await this.#read();
    let forgotten = false;
    const undo = button("Undo", "undo", async () => {
      if (whole) await this.kept.put(whole);
      await this.#read();
      if (forgotten) this.said.textContent = "It is back in this browser; the server's copy stays deleted.";
      this.filter.focus();
    });
    this.said.replaceChildren(`Deleted “${entry.title}”. `, undo);
    undo.focus();
    forgotten = await this.actions.forget(entry.id);
    if (!forgotten) this.said.append(" ", this.#left(entry.title));
  }
}
