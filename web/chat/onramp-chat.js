import { Client } from "./client.js";
import { Composer, LIMIT } from "./composer.js";
import { button, element } from "./element.js";
import { Failure } from "./failure.js";
import { Turn } from "./turn.js";
import { Welcome } from "./welcome.js";

/**
 * A conversation with the notes.
 *
 * Attribute: `server`, the origin to ask (default: the page's own).
 * Method: `ask(text)`.
 * Events: `onramp:question` {question}, `onramp:answer` and `onramp:refusal`
 * {answer_id}, `onramp:error` {code, detail}, `onramp:new`.
 */
export class OnrampChat extends HTMLElement {
  /** @type {AbortController | null} */
  #running = null;
  #conversation = "";
  #turns = 0;

  constructor() {
    super();
    this.client = new Client("");
    this.composer = new Composer({ onSend: (text) => this.ask(text), onStop: () => this.stop() }, "onramp");
    this.welcome = new Welcome((text) => this.ask(text), "onramp");
    this.log = element("div", { class: "log", role: "log", "aria-label": "Conversation" });
    this.fresh = button("New conversation", "new-conversation", () => this.restart());
    this.onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.stop();
    };
  }

  connectedCallback() {
    this.client = new Client(this.getAttribute("server") ?? "");
    document.addEventListener("keydown", this.onKey);
    if (this.childElementCount > 0) return;
    const hint = element("p", { class: "hint" }, "Enter sends, Shift+Enter starts a new line, Escape stops.");
    this.composer.element.append(element("div", { class: "composer-foot" }, this.fresh, hint));
    this.append(this.welcome.intro, this.log, this.composer.element, this.welcome.examples);
    this.toggleAttribute("data-empty", true);
    this.client.examples().then((questions) => this.welcome.offer(questions));
    this.composer.focus();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    this.stop();
  }

  /**
   * Ask a question, as if it had been typed. One that is too long is put in the
   * field instead, to be shortened.
   *
   * @param {string} text
   */
  async ask(text) {
    const question = text.trim();
    if (question === "" || this.#running) return;
    if ([...question].length > LIMIT) {
      this.composer.text = question;
      this.composer.focus();
      return;
    }
    const turn = this.#turn(question);
    this.toggleAttribute("data-empty", false);
    this.log.append(turn.element);
    this.#emit("question", { question });
    await this.#run(turn);
  }

  /** Stop writing; what has arrived stays. */
  stop() {
    this.#running?.abort();
  }

  /** Forget the conversation. */
  restart() {
    this.stop();
    this.#running = null; // its stream ends in its own time, unseen
    this.composer.busy = false;
    this.#conversation = "";
    this.log.replaceChildren();
    this.toggleAttribute("data-empty", true);
    this.#emit("new", {});
    this.composer.focus();
  }

  /**
   * @param {string} question
   * @returns {Turn}
   */
  #turn(question) {
    const turn = new Turn(question, `onramp-turn-${++this.#turns}`, {
      onRetry: () => this.#retry(turn),
      onEdit: (draft) => this.#edit(draft),
      onAsk: (next) => this.ask(next),
    });
    return turn;
  }

  /** @param {Turn} turn */
  #retry(turn) {
    if (this.#running) return;
    const again = this.#turn(turn.question);
    turn.element.replaceWith(again.element);
    this.#run(again);
  }

  /** @param {Turn} turn */
  async #run(turn) {
    const running = (this.#running = new AbortController());
    this.composer.busy = true;
    if (!this.composer.focus()) turn.title.focus({ preventScroll: true });
    this.#show(turn);
    try {
      await this.#listen(turn, running.signal);
    } catch (error) {
      if (running.signal.aborted) turn.stop();
      else this.#fail(turn, error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.composer.busy = false;
      }
    }
  }

  /**
   * @param {Turn} turn
   * @param {AbortSignal} signal
   */
  async #listen(turn, signal) {
    const request = { question: turn.question, ...(this.#conversation && { conversation_id: this.#conversation }) };
    for await (const event of this.client.ask(request, signal)) {
      signal.throwIfAborted(); // events that had already arrived when Stop was pressed
      turn.receive(event);
      if ("conversation_id" in event.data) this.#conversation = event.data.conversation_id;
      if (event.type === "done") this.#emit("answer", { answer_id: event.data.answer_id });
      if (event.type === "refusal") this.#emit("refusal", { answer_id: event.data.answer_id });
    }
  }

  /**
   * @param {Turn} turn
   * @param {unknown} error
   */
  #fail(turn, error) {
    const failure =
      error instanceof Failure
        ? error
        : new Failure("server", "This page could not show the answer. Reload it and ask again.", { cause: error });
    turn.fail(failure);
    this.#emit("error", { code: failure.code, detail: failure.detail });
    if (failure !== error) console.error(error); // a fault of ours: don't hide it
  }

  /** @param {string} draft */
  #edit(draft) {
    this.composer.text = draft;
    this.composer.field.focus();
    this.composer.field.select();
  }

  /** @param {Turn} turn */
  #show(turn) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    turn.element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`onramp:${name}`, { detail, bubbles: true, composed: true }));
  }
}
