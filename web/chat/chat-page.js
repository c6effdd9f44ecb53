import { button, element } from "../dom/element.js";
import { save } from "../dom/save.js";
import { Client } from "../server/client.js";
import { Conversations } from "../storage/conversations.js";
import { Conversation } from "./conversation.js";
import { copyButton } from "./copy-button.js";
import { feedback } from "./feedback.js";
import { History } from "./history.js";
import { ModelState } from "./model-state.js";
import { exported } from "./transcript.js";
import { Welcome } from "./welcome.js";

const TITLE = "From software engineering to machine learning";
const TEXT =
  "Ask what you already know, what comes next and how things work. Every sentence of an answer cites the note it comes from; what the notes don't cover isn't answered.";

/**
 * The chat page: a conversation, kept in the browser and named by the address.
 *
 *   /?c=ID          a conversation that this browser keeps; #… leads to a passage in it
 *   /?q=QUESTION    asks at once
 *   /?about=SLUG    begins with the questions of a note, and looks there first
 */
export class ChatPage {
  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    this.kept = new Conversations();
    this.client = new Client("");
    /** @type {import("../server/contract.js").Page | undefined} */
    this.about = undefined;
    this.chat = new Conversation(this.client, {
      name: "onramp",
      page: () => this.about,
      tools: (turn) => [
        ...(turn.partial ? [copyButton(turn)] : []),
        ...(turn.answerId ? [feedback(this.client, turn.answerId)] : []),
      ],
    });
    this.welcome = new Welcome((text) => this.chat.ask(text), "onramp", element("h1", {}, TITLE), TEXT);
    this.model = new ModelState("");
    this.history = new History(this.kept, {
      onOpen: (id) => this.open(id),
      onExport: (id) => this.export(id),
      onDeleted: (id) => id === this.chat.id && this.chat.restart(),
      onRenamed: (id, title) => {
        if (id === this.chat.id) this.title = title;
      },
    });
    this.title = "";
  }

  /** @param {URL} address */
  async start(address) {
    this.#build();
    const { c: id, q: asked, about } = Object.fromEntries(address.searchParams);
    this.model.look();
    this.#offer(about);
    if (id) await this.open(id, address.hash.slice(1));
    else if (asked?.trim()) this.chat.ask(asked);
    else this.chat.composer.focus();
  }

  /**
   * @param {string} id of a conversation that is kept
   * @param {string} [place] id of a passage in it
   */
  async open(id, place = "") {
    const kept = await this.kept.get(id).catch(() => null);
    if (!kept) {
      this.welcome.tell("This conversation isn't kept in this browser: a link to one opens only where it was held.");
      return this.#address("");
    }
    this.title = kept.title;
    this.chat.load(kept);
    this.#address(id);
    const [, turn, n] = /-turn-(\d+)-passage-(\d+)$/.exec(place) ?? [];
    const shown = this.chat.turns[turn ? Number(turn) - 1 : this.chat.turns.length - 1];
    if (n) shown?.passages.open(Number(n), null);
    else shown?.element.scrollIntoView({ block: "start" });
  }

  /** @param {string} id */
  async export(id) {
    const kept = await this.kept.get(id);
    if (kept) save(exported(kept, document.baseURI), `${kept.title}.md`, "text/markdown");
  }

  #build() {
    const { chat } = this;
    const fresh = button("New conversation", "new-conversation", () => chat.restart());
    const history = button("History", "open-history", () => this.history.open(chat.id));
    const hint = element("p", { class: "hint" }, "Enter sends, Shift+Enter starts a new line, Escape stops.");
    chat.composer.element.append(element("div", { class: "composer-foot" }, fresh, history, this.model.element, hint));
    chat.element.prepend(this.welcome.intro);
    chat.element.append(this.welcome.examples);
    this.main.append(chat.element, this.history.element);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) chat.stop();
    });
    chat.element.addEventListener("onramp:question", () => this.#asked());
    chat.element.addEventListener("onramp:turn", () => this.#keep());
    chat.element.addEventListener("onramp:error", () => this.model.look());
    chat.element.addEventListener("onramp:new", () => this.#restarted());
    chat.element.addEventListener("onramp:citation", (event) => {
      if (event instanceof CustomEvent) this.#address(chat.id, event.detail.id);
    });
  }

  /** @param {string} [slug] */
  async #offer(slug) {
    const { questions, note } = await this.client.examples(slug);
    if (slug && note) this.about = { url: `/notes/${slug}`, title: note };
    this.welcome.offer(questions, note);
  }

  #asked() {
    this.title ||= this.chat.turns[0]?.question.slice(0, 120) ?? "";
    this.#address(this.chat.id);
    this.#keep();
  }

  #restarted() {
    this.title = "";
    this.about = undefined;
    this.welcome.tell("");
    this.#address("");
    this.#offer();
  }

  async #keep() {
    const { id, turns } = this.chat;
    if (turns.length === 0) return;
    const kept = { id, title: this.title, updated: Date.now(), questions: turns.length, turns: turns.map((turn) => turn.record) };
    // A browser that keeps nothing says so where it matters: in the history.
    await this.kept.put(kept).catch(() => {});
  }

  /**
   * @param {string} id
   * @param {string} [place]
   */
  #address(id, place = "") {
    const hash = place && `#${place}`;
    history.replaceState(null, "", id ? `${location.pathname}?c=${id}${hash}` : location.pathname);
  }
}
