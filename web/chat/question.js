import { button, element } from "../dom/element.js";

const LONG = 180; // characters from which a question is set smaller
const CLAMPED = 480; // from which only its beginning is shown, or
const LINES = 6; // lines of its own

/**
 * A question as the heading of its turn. Of a very long one the beginning is shown.
 *
 * @param {string} text
 * @param {string} id
 * @returns {{title: HTMLHeadingElement, more: HTMLElement[]}} `more`: the button that shows all of it
 */
export function question(text, id) {
  const title = element("h2", { id, class: "question", tabindex: "-1" }, text);
  if (text.length > LONG) title.classList.add("long");
  if (text.length <= CLAMPED && text.split("\n").length <= LINES) return { title, more: [] };
  title.classList.add("long", "clamped");
  const more = button("Show all", "show-all", () => {
    const clamped = title.classList.toggle("clamped");
    more.textContent = clamped ? "Show all" : "Show less";
    more.setAttribute("aria-expanded", String(!clamped));
  });
  more.setAttribute("aria-controls", id);
  more.setAttribute("aria-expanded", "false");
  return { title, more: [more] };
}
