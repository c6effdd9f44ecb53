import { button, element } from "../dom/element.js";
import { valueOf } from "./fields.js";

/**
 * @typedef {object} RowKind
 * @property {string} path of the field in a profile
 * @property {string} legend
 * @property {string} add label of the button for one more
 * @property {string} name what a row names, such as "Language"
 * @property {() => HTMLInputElement | HTMLSelectElement} named makes its control
 * @property {string} value such as "Years"
 * @property {() => HTMLInputElement | HTMLSelectElement} valued
 * @property {number} most
 * @property {string} [hint]
 */

/** Rows of a name and a number, such as a language and how well it is known. */
export class Rows {
  /**
   * @param {RowKind} kind
   * @param {() => void} onChange
   */
  constructor(kind, onChange) {
    this.kind = kind;
    this.onChange = onChange;
    this.list = element("ul", { class: "rows" });
    this.add = button(kind.add, "add", () => controlsOf(this.#append())[0]?.focus());
    const legend = element("legend", {}, kind.legend);
    this.element = element("fieldset", { class: "field", "data-path": kind.path }, legend);
    if (kind.hint) this.element.append(element("p", { class: "hint" }, kind.hint));
    this.element.append(this.list, this.add);
  }

  /** @returns {Record<string, number>} rows without a name are left out */
  get value() {
    /** @type {Record<string, number>} */
    const value = {};
    for (const row of this.list.children) {
      const [name, size] = controlsOf(row);
      const text = name.value.trim();
      if (text) value[text] = Number(valueOf(size) ?? 0);
    }
    return value;
  }

  set value(value) {
    this.list.replaceChildren();
    for (const [name, size] of Object.entries(value)) this.#append(name, size);
    if (this.list.children.length === 0) this.#append();
    this.#bound();
  }

  /**
   * @param {string} name
   * @returns {HTMLElement | null} the row that an error about this name belongs to
   */
  rowOf(name) {
    const rows = /** @type {HTMLElement[]} */ ([...this.list.children]);
    return rows.find((row) => controlsOf(row)[0].value.trim() === name) ?? null;
  }

  /**
   * @param {string} [name]
   * @param {number} [size]
   */
  #append(name, size) {
    const [named, valued] = [this.kind.named(), this.kind.valued()];
    named.setAttribute("aria-label", this.kind.name);
    valued.setAttribute("aria-label", this.kind.value);
    if (name !== undefined) choose(named, name);
    if (size !== undefined) choose(valued, String(size));
    const remove = button("Remove", "remove", () => this.#remove(row));
    const row = element("li", { class: "row" }, named, valued, remove);
    this.list.append(row);
    this.#bound();
    return row;
  }

  /** @param {HTMLLIElement} row */
  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#bound();
    const to = /** @type {HTMLElement | null} */ (next?.querySelector("input, select") ?? null);
    (to ?? this.add).focus();
    this.onChange();
  }

  #bound() {
    this.add.disabled = this.list.children.length >= this.kind.most;
    for (const row of this.list.children) {
      const [name] = controlsOf(row);
      const remove = row.querySelector("button");
      const label = name instanceof HTMLSelectElement ? name.selectedOptions[0]?.label : name.value;
      remove?.setAttribute("aria-label", `Remove ${label || "this row"}`);
    }
  }
}

/**
 * @param {Element} row
 * @returns {(HTMLInputElement | HTMLSelectElement)[]} what it names, and its number
 */
function controlsOf(row) {
  return /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...row.querySelectorAll("input, select")]);
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} control
 * @param {string} value
 */
function choose(control, value) {
  const known = !(control instanceof HTMLSelectElement) || [...control.options].some((one) => one.value === value);
  if (!known) control.append(element("option", { value }, value));
  control.value = value;
}

