import { Composer, LIMIT } from "./composer.js";
import { element } from "../dom/element.js";
import { Failure } from "../server/failure.js";
import { token } from "./token.js";
import { Turn, isComplete } from "./turn.js";

/**
 * @typedef {import("../server/client.js").Client} Client
 * @typedef {import("../server/contract.js").Page} Page
 * @typedef {import("./turn.js").TurnRecord} TurnRecord
 * @typedef {object} Options
 * @property {string} name prefix of the ids
 * @property {(turn: Turn) => Node[]} [tools] what stands below a finished answer
 * @property {() => Page | undefined} [page] the page that a question is asked on
 */

/**
 * A conversation with the notes: its turns above, the composer below.
 *
 * Its element dispatches, composed, `onramp:question` {question}, `onramp:answer`
 * and `onramp:refusal` {answer_id}, `onramp:citation` {n, title, url, id},
 * `onramp:error` {code, detail}, `onramp:heard` when the server begins to answer,
 * `onramp:turn` at each end of a turn, `onramp:new`.
 */
export class Conversation {
  /** @type {AbortController | null} */
  #running = null;

  /**
   * @param {Client} client
   * @param {Options} options
   */
  constructor(client, { name, tools = () => [], page = () => undefined }) {
    this.client = client;
    this.name = name;
    this.tools = tools;
    this.page = page;
    this.id = token();
    /** @type {Turn[]} */
    this.turns = [];
    this.composer = new Composer({ onSend: (text) => this.ask(text), onStop: () => this.stop() }, name);
    this.log = element("div", { class: "log", role: "log", "aria-label": "Conversation" });
    this.element = element("div", { class: "chat", "data-empty": "" }, this.log, this.composer.element);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#running || event.defaultPrevented) return;
      event.preventDefault(); // a box around the conversation stays open
      this.stop();
    });
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
    if ([...question].length > LIMIT) return this.edit(question);
    const turn = this.#turn(question, this.turns.length);
    this.#add(turn);
    this.#emit("question", { question });
    await this.#run(turn);
  }

  /** Stop writing; what has arrived stays. */
  stop() {
    this.#running?.abort();
  }

  get running() {
    return this.#running !== null;
  }

  /** Begin another conversation. This one is forgotten here, not where it is kept. */
  restart() {
    this.load({ id: token(), turns: [] });
    this.#emit("new", {});
    this.composer.focus();
  }

  /**
   * Show a conversation that was held before.
   *
   * @param {{id: string, turns: TurnRecord[]}} record
   */
  load({ id, turns }) {
    this.stop();
    this.#running = null; // its stream ends in its own time, unseen
    this.composer.busy = false;
    this.id = id;
    this.turns = [];
    this.log.replaceChildren();
    this.element.toggleAttribute("data-empty", true);
    this.#quietly(() => this.#replay(turns));
  }

  /**
   * Take over what another tab has added to this conversation, except while
   * something is written here, or there.
   *
   * @param {TurnRecord[]} turns all of it
   */
  adopt(turns) {
    if (this.#running) return;
    const changed = new Map(this.turns.map(({ record }) => [record.id, record.changed]));
    const news = turns.filter((turn) => (isComplete(turn) || turn.end) && turn.changed > (changed.get(turn.id) ?? -1));
    if (news.length > 0) this.#quietly(() => this.#replay(news));
  }

  /** Put a question into the field, to be changed. */
  edit(/** @type {string} */ draft) {
    this.composer.text = draft;
    this.composer.field.focus();
    this.composer.field.select();
  }

  /** @param {TurnRecord[]} records each is shown in the place of the turn that it continues, or last */
  #replay(records) {
    for (const record of records) {
      const known = this.turns.findIndex((turn) => turn.record.id === record.id);
      const turn = this.#turn(record.question, known < 0 ? this.turns.length : known, record.id);
      if (known < 0) this.#add(turn);
      else {
        this.turns[known].element.replaceWith(turn.element);
        this.turns[known] = turn;
      }
      turn.replay(record);
    }
  }

  /** Change the log without its being read out: nothing of it is news. @param {() => void} act */
  #quietly(act) {
    this.log.setAttribute("aria-live", "off");
    act();
    requestAnimationFrame(() => this.log.removeAttribute("aria-live"));
  }

  /**
   * @param {string} question
   * @param {number} at its place in the conversation, from 0
   * @param {string} [id] of the turn that it continues
   */
  #turn(question, at, id) {
    const actions = {
      onRetry: () => this.#retry(turn),
      onEdit: (/** @type {string} */ draft) => this.edit(draft),
      onAsk: (/** @type {string} */ next) => this.ask(next),
      tools: this.tools,
    };
    /** @type {Turn} */
    const turn = new Turn(question, `${this.name}-turn-${at + 1}`, actions, id);
    return turn;
  }

  /** @param {Turn} turn */
  #add(turn) {
    this.turns.push(turn);
    this.log.append(turn.element);
    this.element.toggleAttribute("data-empty", false);
  }

  /**
   * Ask once more. What there was comes back unless the new answer is better than that.
   *
   * @param {Turn} former
   */
  #retry(former) {
    const at = this.turns.indexOf(former);
    if (this.#running || at < 0) return;
    former.tell("");
    const again = this.#turn(former.question, at, former.record.id);
    former.element.replaceWith(again.element);
    this.#run(again, () => {
      if (again.complete || !(former.complete || former.partial)) this.turns[at] = again;
      else this.#restore(former, again);
    });
  }

  /**
   * @param {Turn} former
   * @param {Turn} again
   */
  #restore(former, again) {
    const focused = again.element.matches(":focus-within");
    this.#quietly(() => again.element.replaceWith(former.element));
    if (focused) former.title.focus({ preventScroll: true });
    const why = again.failure ? `${again.failure.title}. ${again.failure.detail}` : "Stopped.";
    setTimeout(() => former.tell(`${why} This is the former answer.`), 100); // after the quiet
  }

  /**
   * @param {Turn} turn
   * @param {() => void} [ended] what to do before its end is told
   */
  async #run(turn, ended = () => {}) {
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
        ended();
        this.#emit("turn", {});
      }
    }
  }

  /**
   * @param {Turn} turn
   * @param {AbortSignal} signal
   */
  async #listen(turn, signal) {
    const page = this.page();
    const request = { question: turn.question, conversation_id: this.id, ...(page && { page }) };
    let heard = false;
    for await (const event of this.client.ask(request, signal)) {
      signal.throwIfAborted(); // events that had already arrived when Stop was pressed
      if (!heard) this.#emit("heard", {});
      heard = true;
      turn.receive(event);
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
    this.element.dispatchEvent(new CustomEvent(`onramp:${name}`, { detail, bubbles: true, composed: true }));
  }
}
