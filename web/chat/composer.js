import { element } from "../dom/element.js";

export const LIMIT = 2000; // characters, as the server counts them
const NEAR = 1800;

/** The place where a question is written, sent and stopped. */
export class Composer {
  #busy = false;

  /**
   * @param {{onSend: (question: string) => void, onStop: () => void}} actions
   * @param {string} name prefix of the ids
   */
  constructor({ onSend, onStop }, name) {
    this.onSend = onSend;
    this.onStop = onStop;
    this.count = element("p", { class: "count", id: `${name}-count` });
    this.alert = element("p", { class: "visually-hidden", role: "alert" });
    this.field = element("textarea", {
      id: `${name}-question`,
      class: "question-field",
      rows: "1",
      placeholder: "Ask a question",
      "aria-describedby": this.count.id,
      autocomplete: "off",
    });
    const label = element("label", { class: "visually-hidden", for: this.field.id }, "Your question");
    this.send = element("button", { type: "submit", class: "send" }, "Ask");
    const box = element("div", { class: "composer-box" }, this.field, this.send);
    this.element = element("form", { class: "composer", novalidate: "" }, label, box, this.count, this.alert);
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#measure());
  }

  get text() {
    return this.field.value;
  }

  set text(value) {
    this.field.value = value;
    this.#measure();
  }

  set busy(/** @type {boolean} */ busy) {
    this.#busy = busy;
    this.send.textContent = busy ? "Stop" : "Ask";
    this.send.classList.toggle("stop", busy);
    this.#measure();
  }

  /**
   * Focus the field, except where that would raise a keyboard over the answer.
   *
   * @returns {boolean} whether the field has the focus
   */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.field.focus({ preventScroll: true });
    return this.field.matches(":focus");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.#busy) this.onStop();
    else this.#ask();
    this.focus();
  }

  #ask() {
    const question = this.text.trim();
    if (length(question) > LIMIT) this.alert.textContent = this.count.textContent; // read out once, not at each key
    if (question === "" || length(question) > LIMIT) return;
    this.text = "";
    this.onSend(question);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.#busy) this.#ask();
  }

  #measure() {
    const size = length(this.text.trim());
    const over = size - LIMIT;
    this.field.setAttribute("aria-invalid", String(over > 0));
    this.count.classList.toggle("over", over > 0);
    if (over <= 0) this.alert.textContent = "";
    this.count.textContent = size < NEAR ? "" : over > 0 ? tooLong(over) : `${size} of ${LIMIT} characters`;
    this.send.disabled = !this.#busy && over > 0;
    grow(this.field);
  }
}

/** @param {number} over */
function tooLong(over) {
  const noun = over === 1 ? "character" : "characters";
  return `Too long: shorten the question by ${over} ${noun} (the limit is ${LIMIT}).`;
}

/** @param {string} text */
function length(text) {
  return [...text].length;
}

/** @param {HTMLTextAreaElement} field */
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
