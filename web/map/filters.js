import { element } from "../dom/element.js";

/**
 * @typedef {import("./graph.js").Concept} Concept
 */

/** By the name that the notes use; what a role needs less than this is dimmed. */
const ROLES = { applied: "Applied ML engineer", mlops: "MLOps engineer", platform: "ML platform engineer", "ai-engineer": "AI engineer" };
const USEFUL = 2;

/** What is looked for: a role, words of a title, and whether as a map or a list. */
export class Filters {
  /**
   * @param {Concept[]} concepts
   * @param {{onFilter: () => void, onMode: (mode: "map" | "list") => void, onFind: (slug: string) => void}} actions
   */
  constructor(concepts, { onFilter, onMode, onFind }) {
    this.concepts = concepts;
    this.role = element("select", { id: "role" }, element("option", { value: "" }, "All roles"));
    for (const [value, name] of Object.entries(ROLES)) {
      if (concepts.some(({ roles }) => roles?.[value])) this.role.append(element("option", { value }, name));
    }
    this.words = element("input", { type: "search", id: "find", list: "titles", autocomplete: "off", placeholder: "Find a concept" });
    const titles = element("datalist", { id: "titles" }, ...concepts.map(({ title }) => element("option", { value: title })));
    this.told = element("p", { class: "found", role: "status" });
    const modes = /** @type {const} */ (["map", "list"]).map((mode) => this.#mode(mode, () => onMode(mode)));
    this.modes = element("div", { class: "modes", role: "group", "aria-label": "Shown as" }, ...modes);
    this.element = element("form", { class: "filters", role: "search" });
    this.element.append(label("Role", this.role), label("Find", this.words), titles, this.modes, this.told);
    this.role.addEventListener("change", onFilter);
    this.words.addEventListener("input", onFilter);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = this.words.value.trim() === "" ? undefined : this.found[0];
      if (found) onFind(found.slug);
    });
  }

  get found() {
    return this.concepts.filter((concept) => this.wants(concept));
  }

  /** @param {Concept} concept */
  wants({ title, roles }) {
    const words = this.words.value.trim().toLowerCase();
    const need = this.role.value === "" ? USEFUL : (roles?.[this.role.value] ?? Infinity);
    return need <= USEFUL && title.toLowerCase().includes(words);
  }

  /** Say how many are left, where something is looked for. */
  tell() {
    const count = this.found.length;
    const looked = this.words.value.trim() !== "" || this.role.value !== "";
    this.told.textContent = !looked ? "" : count === 0 ? "No concept is called that." : `${count} of ${this.concepts.length} concepts`;
  }

  /** @param {"map" | "list"} mode */
  show(mode) {
    for (const made of this.modes.querySelectorAll("button")) made.setAttribute("aria-pressed", String(made.dataset.mode === mode));
  }

  /**
   * @param {"map" | "list"} mode
   * @param {() => void} act
   */
  #mode(mode, act) {
    const made = element("button", { type: "button", "data-mode": mode }, mode === "map" ? "Map" : "List");
    made.addEventListener("click", act);
    return made;
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} control
 */
function label(text, control) {
  return element("label", { for: control.id }, element("span", {}, text), control);
}
