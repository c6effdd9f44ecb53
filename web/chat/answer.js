import { button, element } from "../dom/element.js";
import { fragment, unwrapped } from "../dom/fragment.js";

/**
 * @typedef {import("../server/contract.js").Sentence} Sentence
 */

/** The checked sentences of one answer, each added once and never moved. */
export class Answer {
  /**
   * @param {(n: number, mark: HTMLButtonElement) => void} onCitation
   */
  constructor(onCitation) {
    this.element = element("div", { class: "sentences prose" });
    this.onCitation = onCitation;
    /** @type {Sentence[]} */
    this.sentences = [];
  }

  /** @param {Sentence} sentence */
  add(sentence) {
    // A label begins a new run: it names what the sentences below it speak of.
    const previous = sentence.label ? undefined : this.sentences.at(-1);
    if (sentence.label) this.element.append(element("p", { class: "run label" }, element("strong", {}, sentence.label)));
    this.sentences.push(sentence);
    PLACE[sentence.kind in PLACE ? sentence.kind : "sentence"](this, sentence, previous);
  }

  /** @param {Sentence} sentence */
  marks(sentence) {
    const marks = element("span", { class: "marks" });
    for (const n of sentence.citations) {
      const mark = button("", "mark", () => this.onCitation(n, mark));
      mark.append(element("span", { class: "visually-hidden" }, "Passage "), `[${n}]`);
      mark.dataset.n = String(n);
      marks.append(mark);
    }
    // A narrow no-break space, so that a mark never begins a line.
    if (sentence.citations.length > 0) marks.prepend("\u202f");
    return marks;
  }
}

/** @type {Record<Sentence["kind"], (answer: Answer, sentence: Sentence, previous?: Sentence) => void>} */
const PLACE = {
  sentence(answer, sentence, previous) {
    const whole = unwrapped(fragment(sentence.html), "p");
    const span = element("span", { class: "sentence" }, ...origin(sentence, previous), whole, answer.marks(sentence));
    const last = answer.element.lastElementChild;
    // A paragraph goes in together with its first sentence: one addition, announced once.
    if (previous && last && follows(sentence, previous)) last.append(" ", span);
    else answer.element.append(told(element("p", { class: "run" }, span), sentence));
  },

  item(answer, sentence, previous) {
    const html = fragment(sentence.html);
    const ordered = html.querySelector(":scope > ol");
    const whole = unwrapped(html, "ul, ol, li, p");
    const item = element("li", { class: "sentence" }, ...origin(sentence, previous), whole, answer.marks(sentence));
    told(item, sentence);
    const last = answer.element.lastElementChild;
    if (previous?.kind === "item" && last) return last.append(item);
    const list = element(ordered ? "ol" : "ul", { class: "run" }, item);
    const start = ordered?.getAttribute("start");
    if (start) list.setAttribute("start", start);
    answer.element.append(list);
  },

  row(answer, sentence, previous) {
    const html = fragment(sentence.html);
    const table = html.querySelector("table");
    const rows = [...(table?.tBodies[0]?.rows ?? [])];
    rows.at(-1)?.lastElementChild?.append(answer.marks(sentence));
    const open = answer.element.lastElementChild?.querySelector("table");
    const same = previous?.kind === "row" && previous.origin === sentence.origin && open && table && head(open) === head(table);
    if (same) return open.tBodies[0].append(...rows);
    answer.element.append(told(element("div", { class: "run" }, ...origin(sentence, previous), html), sentence));
  },

  code(answer, sentence, previous) {
    const marks = element("p", { class: "code-marks" }, answer.marks(sentence));
    const run = element("div", { class: "run" }, ...origin(sentence, previous), fragment(sentence.html), marks);
    answer.element.append(told(run, sentence));
  },

  heading(answer, sentence) {
    const whole = unwrapped(fragment(sentence.html), "h1, h2, h3, h4, h5, h6, p");
    answer.element.append(element("h3", { class: "run" }, whole, answer.marks(sentence)));
  },
};

/**
 * Whether two sentences read as one paragraph: quotations only from one passage.
 *
 * @param {Sentence} sentence
 * @param {Sentence} previous
 */
function follows(sentence, previous) {
  if (previous.kind !== "sentence" || previous.origin !== sentence.origin) return false;
  return sentence.origin === "model" || sentence.citations.some((n) => previous.citations.includes(n));
}

/** @param {HTMLTableElement} table */
function head(table) {
  return table.tHead?.textContent?.trim() ?? "";
}

/**
 * @template {HTMLElement} T
 * @param {T} box
 * @param {Sentence} sentence
 */
function told(box, sentence) {
  box.dataset.origin = sentence.origin;
  return box;
}

/**
 * What the rule in the margin says to the eye, for the ear: only where it changes.
 *
 * @param {Sentence} sentence
 * @param {Sentence | undefined} previous
 */
function origin(sentence, previous) {
  if (sentence.origin === (previous?.origin ?? "model")) return [];
  const label = sentence.origin === "quote" ? "Quoted: " : "Worded: ";
  return [element("span", { class: "visually-hidden" }, label)];
}
