import { button, element } from "../dom/element.js";
import { EXPOSURES, INTERESTS, MATHS_LEVELS, ROLES, labelOf } from "./choices.js";
import { hoursText, spoken, within } from "./words.js";

/**
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

const NAMES = /** @type {Record<string, string>} */ ({
  target_role: "Role",
  interest_domain: "Kind of data",
  hours_per_week: "Hours a week",
  domains: "Years of work",
  languages: "Languages",
  maths_level: "Maths",
  ml_exposure: "Machine learning so far",
});

/**
 * The defaults that a plan uses, each with the way to its field, and its warnings.
 *
 * @param {PlanContext} context
 * @returns {HTMLElement[]}
 */
export function assumptions({ plan, onField }) {
  const made = [];
  if (plan.warnings.length > 0) {
    const list = plan.warnings.map((text) => element("li", {}, text));
    made.push(element("section", { class: "told" }, element("h3", {}, "Look at these"), element("ul", { class: "warnings" }, ...list)));
  }
  if (plan.assumptions.length > 0) {
    const list = plan.assumptions.map(({ field, value, why }) => {
      const name = NAMES[field] ?? spoken(field);
      const change = button("Change", "small", () => onField(field));
      change.setAttribute("aria-label", `Change: ${name}`);
      return element("li", {}, element("span", {}, element("strong", {}, name), `${valueText(field, value)}: ${why}.`), change);
    });
    made.push(element("section", { class: "told" }, element("h3", {}, "What was assumed"), element("ul", { class: "assumptions" }, ...list)));
  }
  return made;
}

const CHOICES = /** @type {Record<string, string[][]>} */ ({
  target_role: ROLES, interest_domain: INTERESTS, maths_level: MATHS_LEVELS, ml_exposure: EXPOSURES,
});

/**
 * @param {string} field
 * @param {unknown} value
 */
function valueText(field, value) {
  if (value && typeof value === "object") return " not said";
  if (field === "hours_per_week") return ` ${hoursText(Number(value))}`;
  return ` ${CHOICES[field] ? within(labelOf(CHOICES[field], value)) : value}`;
}
