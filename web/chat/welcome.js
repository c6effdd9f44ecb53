import { button, element } from "../dom/element.js";

/** What an empty page says: what this is, and what can be asked. */
export class Welcome {
  /**
   * @param {(question: string) => void} onChoose
   * @param {string} name prefix of the ids
   * @param {HTMLHeadingElement} heading
   * @param {string} text
   */
  constructor(onChoose, name, heading, text) {
    this.onChoose = onChoose;
    this.told = element("p", { class: "told", role: "status" });
    this.intro = element("div", { class: "intro" }, heading, element("p", {}, text), this.told);
    this.list = element("ul", { class: "example-list" });
    this.subject = element("h2", { id: `${name}-examples` }, "Questions to start with");
    this.examples = element("section", { class: "examples", "aria-labelledby": this.subject.id, hidden: "" }, this.subject, this.list);
  }

  /** @param {string} text something that has to be known before anything is asked */
  tell(text) {
    this.told.textContent = text;
  }

  /**
   * @param {string[]} questions
   * @param {string} [note] title of the note that they are about
   */
  offer(questions, note) {
    this.subject.textContent = note ? `Questions about “${note}”` : "Questions to start with";
    const items = questions.map((text) => element("li", {}, button(text, "example", () => this.onChoose(text))));
    this.list.replaceChildren(...items);
    this.examples.hidden = items.length === 0;
  }
}
