import { button, element } from "./element.js";

/** What an empty page says: what this is, and what can be asked. */
export class Welcome {
  /**
   * @param {(question: string) => void} onChoose
   * @param {string} name prefix of the ids
   */
  constructor(onChoose, name) {
    this.onChoose = onChoose;
    this.intro = element(
      "div",
      { class: "intro" },
      element("h1", {}, "From software engineering to machine learning"),
      element(
        "p",
        {},
        "Ask what you already know, what comes next and how things work. Every sentence of an answer cites the note it comes from; what the notes don't cover isn't answered.",
      ),
    );
    this.list = element("ul", { class: "example-list" });
    const title = element("h2", { id: `${name}-examples` }, "Questions to start with");
    this.examples = element("section", { class: "examples", "aria-labelledby": title.id, hidden: "" }, title, this.list);
  }

  /** @param {string[]} questions */
  offer(questions) {
    const items = questions.map((text) => element("li", {}, button(text, "example", () => this.onChoose(text))));
    this.list.replaceChildren(...items);
    this.examples.hidden = items.length === 0;
  }
}
