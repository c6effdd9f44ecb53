import { button, element } from "../dom/element.js";
import { counted, hoursText } from "./words.js";

/**
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

/**
 * What doesn't fit, and the ways out.
 *
 * @param {PlanContext} context
 * @returns {HTMLElement | null} null when everything fits
 */
export function feasibility({ plan, titles, onChange }) {
  const { status, cut, options } = plan.feasibility;
  if (status === "ok") return null;
  const core = status === "infeasible";
  const title = element("h3", { id: "fit-title" }, core ? "The core of the role doesn't fit" : "Not everything fits");
  const size = `${counted(cut.length, "note")}, ${hoursText(cut.reduce((sum, note) => sum + note.hours, 0))} in all, ${cut.length === 1 ? "is" : "are"} cut.`;
  const box = element("section", { class: "fit", "aria-labelledby": title.id }, title, element("p", {}, size));
  box.dataset.status = status;
  const ways = options.map(({ text, change }) => {
    if (!change) return element("li", { class: "reach" }, text);
    return element("li", {}, button(text, "option", () => onChange(change, text)));
  });
  if (ways.length > 0) box.append(element("ul", { class: "options" }, ...ways));
  const notes = cut.map((note) => {
    const name = element("a", { href: `/notes/${note.slug}` }, note.title);
    const blocks = note.blocks.length > 0 ? ` Needed for ${note.blocks.map(titles).join(", ")}.` : "";
    return element("li", {}, name, `, ${hoursText(note.hours)}`, element("p", { class: "why" }, note.reason + blocks));
  });
  box.append(element("details", {}, element("summary", {}, "What is cut, and why"), element("ul", { class: "notes" }, ...notes)));
  return box;
}
