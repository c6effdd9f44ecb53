import { element } from "../dom/element.js";
import { Client } from "../server/client.js";
import { Conversation } from "../chat/conversation.js";
import { feedback } from "../chat/feedback.js";
import { launcher } from "./launcher.js";
import { Panel } from "./panel.js";
import { sheet } from "./sheet.js";
import { tokened } from "./token.js";

const NAME = "onramp";

/**
 * The assistant inside somebody else's page.
 *
 * Attributes: `server`, `mode` (launcher | inline), `theme` (auto | light | dark),
 * `accent` (a CSS colour), `lang`, `placeholder`, `label` (on the launcher),
 * `page-context` (sends the page's title and address with a question).
 * Methods: `open()`, `close()`, `ask(text)`.
 * Events: `onramp:open`, `onramp:close`, `onramp:question`, `onramp:answer`,
 * `onramp:refusal`, `onramp:citation`, `onramp:feedback`, `onramp:error`.
 *
 * It keeps nothing in the host's storage and sets no cookie; the host's styles
 * end at its shadow root.
 */
export class OnrampWidget extends HTMLElement {
  static observedAttributes = ["theme", "accent", "placeholder", "lang"];

  constructor() {
    super();
    this.shadow = this.attachShadow({ mode: "open" });
    this.root = element("div", { class: "root" });
    /** @type {Conversation | null} */
    this.conversation = null;
    /** @type {Panel | null} */
    this.panel = null;
  }

  connectedCallback() {
    if (!this.conversation) this.#build(); // a page that moves the element keeps its conversation
    else this.panel?.rise();
  }

  disconnectedCallback() {
    this.conversation?.stop();
  }

  attributeChangedCallback() {
    this.#dress();
  }

  /** Show the panel; an inline widget is open always. */
  open() {
    if (this.panel?.open()) this.#emit("open");
  }

  close() {
    if (this.panel?.close()) this.#emit("close");
  }

  /**
   * Ask a question, as if it had been typed.
   *
   * @param {string} text
   */
  async ask(text) {
    this.open();
    await this.conversation?.ask(String(text));
  }

  #build() {
    const server = (this.getAttribute("server") || new URL(import.meta.url).origin).replace(/\/$/, "");
    const client = new Client(server, tokened(server));
    const conversation = (this.conversation = new Conversation(client, {
      name: NAME,
      page: () => (this.hasAttribute("page-context") ? here() : undefined),
      tools: (turn) => (turn.answerId ? [feedback(client, turn.answerId)] : []),
    }));
    const inline = this.getAttribute("mode") === "inline";
    this.panel = new Panel(conversation, { inline, onClose: () => this.close() });
    this.shadow.adoptedStyleSheets = [sheet()];
    this.root.append(...(inline ? [] : [launcher(this.panel, this.getAttribute("label"), () => this.open())]), this.panel.element);
    this.shadow.append(this.root);
    const earlier = [...document.querySelectorAll(this.localName)].indexOf(this);
    this.root.style.setProperty("--own-place", String(Math.max(0, earlier))); // two launchers stand above each other
    this.#dress();
    this.panel.rise();
  }

  #dress() {
    const { style } = this.root;
    const theme = this.getAttribute("theme");
    style.colorScheme = theme === "light" || theme === "dark" ? theme : "light dark";
    this.root.lang = this.getAttribute("lang") || "en";
    const accent = this.getAttribute("accent") ?? "";
    const usable = accent !== "" && CSS.supports("color", accent);
    this.root.classList.toggle("accented", usable);
    if (usable) style.setProperty("--own-accent", accent);
    const placeholder = this.getAttribute("placeholder");
    if (placeholder) this.conversation?.composer.field.setAttribute("placeholder", placeholder.slice(0, 200));
  }

  /** @param {string} name */
  #emit(name) {
    this.dispatchEvent(new CustomEvent(`onramp:${name}`, { bubbles: true, composed: true }));
  }
}

function here() {
  return { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) };
}
