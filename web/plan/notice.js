import { button, element } from "../dom/element.js";

/** One line above the plan that says what happened, with a way back or on. */
export class Notice {
  constructor() {
    this.element = element("div", { class: "notice", role: "status" });
  }

  clear() {
    this.element.replaceChildren();
  }

  /**
   * @param {string} text
   * @param {...{label: string, act: () => void}} ways
   */
  say(text, ...ways) {
    const buttons = ways.map(({ label, act }) => button(label, "small", act));
    this.element.replaceChildren(element("p", {}, text), ...buttons);
  }

  /** @param {HTMLElement} box */
  show(box) {
    this.element.replaceChildren(box);
    this.element.scrollIntoView({ block: "nearest" });
  }
}
