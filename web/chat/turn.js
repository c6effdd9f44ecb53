import { Answer } from "./answer.js";
import { button, element, link } from "../dom/element.js";
import { Failure } from "../server/failure.js";
import { Passages } from "./passages.js";
import { provenance } from "./provenance.js";
import { question as heading } from "./question.js";
import { token } from "./token.js";
import { trouble } from "../dom/trouble.js";

const TERMINAL = new Set(["done", "refusal"]);

/**
 * @typedef {import("../server/contract.js").ChatEvent} ChatEvent
 * @typedef {import("../server/contract.js").Found} Found
 * @typedef {import("../server/contract.js").Done} Done
 * @typedef {import("../server/contract.js").Refusal} Refusal
 * @typedef {"waiting" | "writing" | "answered" | "smalltalk" | "refused" | "stopped" | "failed"} TurnState
 * @typedef {object} TurnActions
 * @property {() => void} onRetry
 * @property {(question: string) => void} onEdit
 * @property {(question: string) => void} onAsk
 * @property {(turn: Turn) => Node[]} tools what stands below a finished answer
 *
 * What is kept of a turn: all that came, and how it ended if not by itself.
 *
 * @typedef {object} TurnRecord
 * @property {string} id the same in every tab
 * @property {number} changed milliseconds since 1970
 * @property {string} question
 * @property {ChatEvent[]} events
 * @property {{kind: "stopped"} | {kind: "failed", failure: object}} [end]
 * @property {"up" | "down"} [verdict] whether it helped
 */

/** One question and what came of it. */
export class Turn {
  /**
   * @param {string} question
   * @param {string} name prefix of the ids, unique on the page
   * @param {TurnActions} actions
   * @param {string} [id] the same in every tab
   */
  constructor(question, name, actions, id = token()) {
    this.question = question;
    this.name = name;
    this.actions = actions;
    const { title, more } = heading(question, `${name}-question`);
    this.title = title;
    this.understood = element("p", { class: "understood", hidden: "" });
    this.passages = new Passages(`${name}-passage`);
    this.answer = new Answer((n, mark) => this.passages.open(n, mark));
    this.status = element("p", { class: "progress" }, "Looking through the notes");
    this.outcome = element("div", { class: "outcome" });
    this.next = element("div", { class: "next", "aria-live": "off" });
    /** @type {Found | null} */
    this.found = null;
    /** @type {string | null} */
    this.answerId = null;
    /** @type {Failure | null} */
    this.failure = null;
    /** @type {TurnRecord} */
    this.record = { id, changed: Date.now(), question, events: [] };
    const asked = element("header", { "aria-live": "off" }, title, ...more, this.understood);
    this.told = element("p", { class: "turn-told" });
    const main = element("div", { class: "answer" }, this.answer.element, this.status, this.outcome, this.told);
    this.element = element("article", { class: "turn", "aria-labelledby": title.id });
    this.element.append(asked, main, this.passages.element, this.next);
    this.state = "waiting";
  }

  /** @returns {TurnState} */
  get state() {
    return /** @type {TurnState} */ (this.element.dataset.state);
  }

  set state(state) {
    this.element.dataset.state = state;
  }

  /** @param {ChatEvent} event */
  receive(event) {
    if (event.type !== "queue") this.record.events.push(event);
    if (event.type === "queue") this.#queue(event.data.ahead);
    else if (event.type === "passages") this.#passages(event.data);
    else if (event.type === "sentence") this.#sentence(event.data);
    else if (event.type === "follow_ups") this.#followUps(event.data.follow_ups);
    else if (event.type === "done") this.#done(event.data);
    else this.#refusal(event.data);
  }

  /** @param {TurnRecord} record */
  replay({ events, end, changed, verdict }) {
    this.record.verdict = verdict;
    for (const event of events) this.receive(event);
    if (end?.kind === "stopped") this.stop();
    else if (end?.kind === "failed") this.fail(Failure.from(end.failure));
    else if (!isComplete(this.record)) this.fail(new Failure("cut", "The page was closed before the answer was complete."));
    this.record.changed = changed;
  }

  stop() {
    this.#end("stopped");
    this.record.end = { kind: "stopped" };
    const kept = this.partial ? "Stopped. What is above is incomplete." : "Stopped before anything was written.";
    this.outcome.append(element("p", { class: "stopped" }, kept), this.#bar());
  }

  /** @param {Failure} failure */
  fail(failure) {
    this.#end("failed");
    this.failure = failure;
    this.record.end = { kind: "failed", failure: failure.kept };
    const { onRetry, onEdit } = this.actions;
    this.outcome.append(
      trouble(failure, { onRetry, onEdit: () => onEdit(this.question), partial: this.partial }),
    );
  }

  /** @param {"up" | "down"} verdict */
  judged(verdict) {
    this.record.verdict = verdict;
    this.record.changed = Date.now();
  }

  /** Say something of an answer that has ended. @param {string} text */
  tell(text) {
    this.told.textContent = text;
  }

  get partial() {
    return this.answer.sentences.length > 0;
  }

  get complete() {
    return isComplete(this.record);
  }

  /** @param {Found} found */
  #passages(found) {
    this.found = found;
    this.passages.show(found.passages);
    this.#understand(found);
    this.#queue(found.queue);
  }

  /** @param {{question: string, rewritten: boolean}} reading */
  #understand({ question, rewritten }) {
    this.understood.textContent = `Understood as: ${question}`;
    this.understood.hidden = !rewritten;
  }

  /** @param {number} ahead */
  #queue(ahead) {
    const people = ahead === 1 ? "1 question is" : `${ahead} questions are`;
    this.status.textContent = ahead > 0 ? `${people} ahead of yours` : "Writing the answer";
  }

  /** @param {import("../server/contract.js").Sentence} sentence */
  #sentence(sentence) {
    this.state = "writing";
    this.status.textContent = ""; // the sentences speak for themselves
    this.answer.add(sentence);
  }

  /** @param {string[]} questions */
  #followUps(questions) {
    if (questions.length === 0) return;
    const title = element("h3", { id: `${this.name}-next` }, "Ask next");
    const items = questions.map((text) => element("li", {}, button(text, "follow-up", () => this.actions.onAsk(text))));
    this.next.replaceChildren(title, element("ul", { class: "follow-ups", "aria-labelledby": title.id }, ...items));
  }

  /** @param {Done} done */
  #done(done) {
    this.#end(done.status);
    this.answerId = done.answer_id;
    if (!this.partial) this.answer.element.append(element("p", {}, done.answer));
    if (done.notice) this.outcome.append(element("p", { class: "notice" }, done.notice));
    if (done.status === "smalltalk") return;
    this.passages.settle(new Set(this.answer.sentences.flatMap((sentence) => sentence.citations)));
    this.outcome.append(...provenance(this.answer.sentences, done), this.#bar());
    this.status.textContent = "Answer complete."; // shown to the ear only
  }

  /** @param {Refusal} refusal */
  #refusal(refusal) {
    this.#end("refused");
    this.answerId = refusal.answer_id;
    this.#understand(refusal);
    this.answer.element.append(element("p", {}, refusal.answer));
    if (refusal.nearest.length > 0) {
      const title = element("h3", { id: `${this.name}-nearest` }, "Nearest topics in the notes");
      const items = refusal.nearest.map((topic) => element("li", {}, link(topic.url, topic.title)));
      this.outcome.append(title, element("ul", { class: "nearest", "aria-labelledby": title.id }, ...items));
    }
    this.outcome.append(
      element("div", { class: "bar", "aria-live": "off" }, button("Reword the question", "edit", () => this.actions.onEdit(this.question)), ...this.actions.tools(this)),
    );
  }

  /** @param {TurnState} state */
  #end(state) {
    this.state = state;
    this.status.textContent = "";
    this.record.changed = Date.now();
  }

  #bar() {
    const bar = element("div", { class: "bar", "aria-live": "off" });
    bar.append(button("Try again", "retry", this.actions.onRetry), ...this.actions.tools(this));
    return bar;
  }
}

/**
 * Whether an answer came to its own end.
 *
 * @param {TurnRecord} record
 */
export function isComplete({ events }) {
  return TERMINAL.has(events.at(-1)?.type ?? "");
}
