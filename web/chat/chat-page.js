import { button, element } from "../dom/element.js";
import { save } from "../dom/save.js";
import { Client } from "../server/client.js";
import { Conversations } from "../storage/conversations.js";
import { keepDraft, keptDraft } from "../storage/draft.js";
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
 *   /?q=QUESTION    asks at once, if a page of ours leads there; else puts it in the field
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
        ...(turn.answerId ? [feedback(this.client, turn.answerId, turn.record.verdict)] : []),
      ],
    });
    this.welcome = new Welcome((text) => this.chat.ask(text), "onramp", element("h1", {}, TITLE), TEXT);
    this.model = new ModelState("");
    this.unkept = element("p", { class: "unkept", role: "status" });
    this.history = new History(this.kept, {
      onOpen: (id) => this.open(id),
      onExport: (id) => this.export(id),
      onDeleted: (id) => id === this.chat.id && this.chat.restart(),
      forget: (id) => this.client.forget(id),
      onRenamed: (id, title) => {
        if (id === this.chat.id) this.title = title;
      },
    }, Number(main.dataset.keepDays));
    this.title = "";
    this.isKept = false;
  }

  /** @param {URL} address */
  async start(address) {
    this.#build();
    const { c: id, q: asked, about } = Object.fromEntries(address.searchParams);
    this.model.look();
    this.#offer(about);
    this.chat.composer.text = keptDraft();
    if (id) return this.open(id, address.hash.slice(1));
    // A link on somebody else's page may not speak for the person who follows it.
    if (asked?.trim() && fromHere()) return this.chat.ask(asked);
    if (asked?.trim()) this.chat.composer.text = asked;
    this.chat.composer.focus();
  }

  /**
   * @param {string} id of a conversation that is kept
   * @param {string} [place] id of a passage in it
   */
  async open(id, place = "") {
    if (this.chat.running) this.#keep(); // what has arrived until now
    const kept = await this.kept.get(id).catch(() => null);
    if (!kept) {
      history.replaceState(null, "", location.pathname);
      if (this.chat.turns.length > 0) this.chat.restart();
      return this.welcome.tell("This conversation isn't kept in this browser: a link to one opens only where it was held.");
    }
    this.title = kept.title;
    this.isKept = true;
    this.chat.load(kept);
    this.#address(id);
    this.#reveal(place);
  }

  /** @param {string} place id of a passage; without one the last turn is shown */
  #reveal(place) {
    const [, turn, n] = /-turn-(\d+)-passage-(\d+)$/.exec(place) ?? [];
    const shown = this.chat.turns[turn ? Number(turn) - 1 : this.chat.turns.length - 1];
    if (n) shown?.passages.open(Number(n), null);
    else shown?.element.scrollIntoView({ block: "start" });
  }

  /** Show what the address names, after Back or Forward. */
  #follow() {
    const id = new URL(location.href).searchParams.get("c");
    const place = location.hash.slice(1);
    if (id === this.chat.id) return place.includes("-passage-") && this.#reveal(place);
    if (id) this.open(id, place);
    else if (this.chat.turns.length > 0) this.#leave();
  }

  /** Begin another conversation; this one is kept as far as it has come. */
  #leave() {
    if (this.chat.running) this.#keep();
    this.chat.restart();
  }

  /** @param {string} id */
  async export(id) {
    const kept = await this.kept.get(id);
    if (kept) save(exported(kept, document.baseURI), `${kept.title}.md`, "text/markdown");
  }

  #build() {
    const { chat } = this;
    const fresh = button("New conversation", "new-conversation", () => this.#leave());
    const history = button("History", "open-history", () => this.history.open(chat.id));
    const hint = element("p", { class: "hint" }, "Enter sends, Shift+Enter starts a new line, Escape stops.");
    chat.composer.element.append(element("div", { class: "composer-foot" }, fresh, history, this.model.element, hint, this.unkept));
    chat.element.prepend(this.welcome.intro);
    chat.element.append(this.welcome.examples);
    this.main.append(chat.element, this.history.element);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) chat.stop();
    });
    chat.element.addEventListener("onramp:question", () => this.#asked());
    chat.element.addEventListener("onramp:turn", () => this.#keep());
    chat.element.addEventListener("onramp:heard", () => this.model.heard());
    chat.element.addEventListener("onramp:feedback", (event) => {
      if (event instanceof CustomEvent) this.#judged(event.detail);
    });
    chat.composer.field.addEventListener("input", () => keepDraft(chat.composer.text));
    this.kept.onChange((change) => this.#changed(change));
    addEventListener("popstate", () => this.#follow());
    chat.element.addEventListener("onramp:error", () => this.model.look());
    chat.element.addEventListener("onramp:new", () => this.#restarted());
    chat.element.addEventListener("onramp:citation", (event) => {
      if (event instanceof CustomEvent && this.isKept) this.#address(chat.id, event.detail.id);
    });
  }

  /** @param {string} [slug] */
  async #offer(slug) {
    const { questions, note } = await this.client.examples(slug);
    if (slug && note) this.about = { url: `/notes/${slug}`, title: note };
    this.welcome.offer(questions, note);
  }

  async #asked() {
    keepDraft(this.chat.composer.text);
    this.title ||= this.chat.turns[0]?.question.slice(0, 120) ?? "";
    const { id } = this.chat;
    const kept = await this.#keep();
    if (id === this.chat.id) this.#address(kept ? id : "");
  }

  /** @param {{answer_id: string, verdict: "up" | "down"}} given */
  #judged({ answer_id, verdict }) {
    this.chat.turns.find((turn) => turn.answerId === answer_id)?.judged(verdict);
    this.#keep();
  }

  /** @param {import("../storage/conversations.js").Change} change made in another tab */
  async #changed({ id, deleted }) {
    this.history.refresh();
    if (id !== this.chat.id) return;
    if (deleted) return this.chat.restart();
    const kept = await this.kept.get(id).catch(() => null);
    if (!kept || id !== this.chat.id) return;
    this.title = kept.title;
    this.chat.adopt(kept.turns);
  }

  #restarted() {
    this.title = "";
    this.isKept = false;
    this.about = undefined;
    this.welcome.tell("");
    this.#address("");
    this.#offer();
  }

  /** @returns {Promise<boolean>} whether this browser keeps it */
  async #keep() {
    const { id, turns } = this.chat;
    if (turns.length === 0) return false;
    const kept = { id, title: this.title, updated: Date.now(), questions: turns.length, turns: turns.map((turn) => turn.record) };
    const whole = await this.kept.put(kept).catch(() => null);
    const text = whole ? "" : "This conversation isn't kept: this browser's storage is off or full.";
    if (this.unkept.textContent !== text) this.unkept.textContent = text; // said once
    if (id === this.chat.id) this.isKept = whole !== null;
    if (whole && id === this.chat.id) this.chat.adopt(whole);
    return whole !== null;
  }

  /**
   * Name what is shown; Back leads to the conversation that was shown before.
   *
   * @param {string} id
   * @param {string} [place]
   */
  #address(id, place = "") {
    const hash = place && `#${place}`;
    const now = new URL(location.href).searchParams;
    const same = (now.get("c") ?? "") === id || now.has("q"); // Back must not ask again
    const address = id ? `${location.pathname}?c=${id}${hash}` : location.pathname;
    if (same) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }
}

/** Whether a link on a page of ours led here. */
function fromHere() {
  return document.referrer !== "" && new URL(document.referrer).origin === location.origin;
}
