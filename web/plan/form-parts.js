import { element } from "../dom/element.js";
import {
  DEPTHS, DOMAINS, EXPOSURES, INTERESTS, LANGUAGES, LEVELS, MATHS_DETAILS, MATHS_FIELDS, MATHS_LEVELS, ORDERS, ROLES,
  SKILLS,
} from "./choices.js";
import { checkbox, datalist, field, number, select } from "./fields.js";
import { Rows } from "./rows.js";

/** The parts of the form, top to bottom. */

export function goalPart() {
  const cards = ROLES.map(([value, label, about]) => {
    const id = `role-${value}`;
    const control = element("input", { type: "radio", name: "target_role", value, id, "aria-describedby": `${id}-about` });
    const text = element("span", { class: "role-text" }, element("label", { for: id }, label));
    text.append(element("span", { class: "role-about", id: `${id}-about` }, about));
    return element("div", { class: "role" }, control, text);
  });
  const roles = element("fieldset", { class: "field", "data-path": "target_role" });
  roles.append(element("legend", {}, "The role you are heading for"), element("div", { class: "roles" }, ...cards));
  return part("Where to", roles, field("interest_domain", "Kind of data you'd like to work with", select(INTERESTS)));
}

/**
 * @param {() => void} onChange
 * @returns {{element: HTMLElement, rows: Rows[]}}
 */
export function backgroundPart(onChange) {
  const level = () => {
    const control = select(LEVELS);
    control.value = "2";
    return control;
  };
  const named = (/** @type {string} */ list) => () => element("input", { list, autocomplete: "off", maxlength: "80" });
  const rows = [
    new Rows({
      path: "domains", legend: "Years of work, by field", add: "Add a field", name: "Field", most: 6,
      named: () => select([["", "Choose a field"], ...DOMAINS]),
      value: "Years", valued: () => number({ min: "0", max: "50", step: "any", placeholder: "Years" }),
    }, onChange),
    new Rows({
      path: "languages", legend: "Programming languages", add: "Add a language", name: "Language", most: 20,
      named: named("known-languages"), value: "How well", valued: level,
    }, onChange),
    new Rows({
      path: "skills", legend: "Tools and skills", add: "Add a skill", name: "Skill", most: 60,
      named: named("known-skills"), value: "How well", valued: level,
    }, onChange),
  ];
  const details = element("details", { class: "more" }, element("summary", {}, "Maths by subject"));
  details.append(pair(...MATHS_FIELDS.map(([name, label]) => field(`maths.${name}`, label, select(MATHS_DETAILS)))));
  const maths = field("maths_level", "Maths", select(MATHS_LEVELS));
  const made = part(
    "What you bring",
    ...rows.map((row) => row.element),
    pair(maths, field("ml_exposure", "Machine learning so far", select(EXPOSURES))),
    details,
    datalist("known-languages", LANGUAGES),
    datalist("known-skills", SKILLS),
  );
  return { element: made, rows };
}

export function timePart() {
  const hours = number({ min: "1", max: "40", step: "0.5" });
  const weeks = number({ min: "1", max: "104", step: "1", placeholder: "As long as it takes" });
  const start = element("input", { type: "date", min: "2000-01-01", max: "2100-12-31" });
  const off = element("input", { autocomplete: "off", placeholder: "None" });
  return part(
    "Your time",
    pair(field("hours_per_week", "Hours a week", hours), field("start_date", "First day", start)),
    pair(
      field("weeks", "Number of weeks", weeks, "If there is an end. What doesn't fit is named, with ways out."),
      field("weeks_off", "Weeks off", off, "Numbers of weeks, such as 4, 12-13."),
    ),
  );
}

export function finerPart() {
  const names = () => element("input", { autocomplete: "off", placeholder: "None" });
  const session = number({ min: "25", max: "180", step: "5", placeholder: "60" });
  const goal = element("textarea", { rows: "3", maxlength: "2000" });
  const made = element("details", { class: "more finer" }, element("summary", {}, "Finer settings"));
  made.append(
    pair(
      field("depth", "How much of the role", select(DEPTHS)),
      field("order", "Order", select(ORDERS)),
      field("session_minutes", "Minutes at a sitting", session, "Only for counting sittings a week."),
      field("deadline", "Done by", element("input", { type: "date" }), "Instead of a number of weeks."),
    ),
    field("goal_text", "What you want to build or become", goal, "Shows which notes are near to it. It changes nothing else."),
    pair(
      field("must_include", "Notes to take in", names(), "Titles, parted by commas."),
      field("must_exclude", "Notes to leave out", names(), "What needs them is left out too, and named."),
    ),
    checkbox("constraints.no_gpu", "I have no GPU"),
    checkbox("constraints.offline", "I learn without a network"),
  );
  return made;
}

/**
 * @param {string} title
 * @param {...HTMLElement} content
 */
function part(title, ...content) {
  return element("section", { class: "part" }, element("h3", {}, title), ...content);
}

/** @param {...HTMLElement} fields */
function pair(...fields) {
  return element("div", { class: "pair" }, ...fields);
}
