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
  const fold = element("details", {}, element("summary", {}, "What is cut, and why"));
  for (const reason of new Set(cut.map((note) => note.reason))) {
    const notes = cut.filter((note) => note.reason === reason).map((note) => entry(note, titles));
    fold.append(element("p", { class: "reason" }, reason), element("ul", { class: "notes" }, ...notes));
  }
  box.append(fold);
  return box;
}

/**
 * @param {import("./contract.js").CutNote} note
 * @param {(slug: string) => string} titles
 */
function entry({ slug, title, hours, blocks }, titles) {
  const made = element("li", {}, element("a", { href: `/notes/${slug}` }, title), `, ${hoursText(hours)}`);
  if (blocks.length > 0) made.append(element("p", { class: "why" }, `Needed for ${blocks.map(titles).join(", ")}.`));
  return made;
}
