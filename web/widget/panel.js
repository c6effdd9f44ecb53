import { button, element } from "../dom/element.js";
import { Welcome } from "../chat/welcome.js";

const TEXT = "Every sentence of an answer cites the note that it comes from. What the notes don't cover isn't answered.";

/** The box that the conversation is in: over the page, or part of it. */
export class Panel {
  #offered = false;

  /**
   * @param {import("../chat/conversation.js").Conversation} conversation
   * @param {{inline: boolean, onClose: () => void}} options
   */
  constructor(conversation, { inline, onClose }) {
    this.conversation = conversation;
    this.inline = inline;
    /** @type {HTMLElement | null} */
    this.opener = null;
    this.welcome = new Welcome((text) => conversation.ask(text), "onramp", element("h2", {}, "Ask the notes"), TEXT);
    const fresh = button("New conversation", "fresh", () => conversation.restart());
    const close = button("Close", "close", onClose);
    const bar = element("div", { class: "panel-bar" }, fresh, ...(inline ? [] : [close]));
    conversation.element.prepend(this.welcome.intro, this.welcome.examples);
    this.element = element("div", { class: inline ? "panel inline" : "panel", "aria-label": "Ask the notes" }, bar, conversation.element);
    this.element.setAttribute("role", inline ? "region" : "dialog");
    this.element.hidden = !inline;
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !inline) onClose();
    });
    this.element.addEventListener("focusin", () => this.offer());
  }

  /** Take the place above everything else on the page, whatever the page's layers are. */
  rise() {
    for (const box of this.inline ? [] : [this.opener, this.element]) {
      if (!box?.isConnected || !box.showPopover) continue;
      box.popover = "manual";
      if (!box.hidden && !box.matches(":popover-open")) box.showPopover();
    }
  }

  /** @returns {boolean} whether it was closed before */
  open() {
    if (this.inline || !this.element.hidden) return false;
    this.element.hidden = false;
    this.opener?.classList.add("away");
    this.rise();
    this.offer();
    if (!this.conversation.composer.focus()) this.element.querySelector("button")?.focus();
    return true;
  }

  /** @returns {boolean} whether it was open before */
  close() {
    if (this.inline || this.element.hidden) return false;
    if (this.element.matches(":popover-open")) this.element.hidePopover();
    this.element.hidden = true;
    this.opener?.classList.remove("away");
    this.opener?.focus();
    return true;
  }

  /** Questions to begin with are asked for when somebody comes, not with every page. */
  async offer() {
    if (this.#offered) return;
    this.#offered = true;
    const { questions } = await this.conversation.client.examples();
    this.welcome.offer(questions.slice(0, 4));
    this.#offered = questions.length > 0;
  }
}
