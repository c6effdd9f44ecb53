import { element } from "../dom/element.js";

/**
 * Form fields: each is an element of class "field" with a label, perhaps a hint, and room for an
 * error. `data-path` on it is its path in a profile.
 *
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 */

/**
 * @param {string} path
 * @param {string} label
 * @param {Control} control
 * @param {string} [hint]
 */
export function field(path, label, control, hint) {
  control.id = `field-${path.replaceAll(".", "-")}`;
  const box = element("div", { class: "field", "data-path": path });
  box.append(element("label", { for: control.id }, label), control);
  if (hint) {
    const text = element("p", { class: "hint", id: `${control.id}-hint` }, hint);
    control.setAttribute("aria-describedby", text.id);
    box.append(text);
  }
  return box;
}

/**
 * @param {string[][]} choices values with their labels
 * @param {Record<string, string>} [attributes]
 */
export function select(choices, attributes = {}) {
  return element("select", attributes, ...choices.map(([value, label]) => element("option", { value }, label)));
}

/** @param {Record<string, string>} attributes of a number field */
export function number(attributes) {
  return element("input", { type: "number", inputmode: "decimal", autocomplete: "off", ...attributes });
}

/**
 * @param {string} path
 * @param {string} label
 */
export function checkbox(path, label) {
  const control = element("input", { type: "checkbox", id: `field-${path.replaceAll(".", "-")}` });
  return element("div", { class: "field check", "data-path": path }, control, element("label", { for: control.id }, label));
}

/**
 * @param {string} id
 * @param {string[]} suggestions
 */
export function datalist(id, suggestions) {
  return element("datalist", { id }, ...suggestions.map((value) => element("option", { value })));
}

/**
 * A control's value as JSON has it.
 *
 * @param {Control} control
 * @returns {string | number | undefined} undefined when it is empty
 */
export function valueOf(control) {
  const text = control.value.trim();
  if (text === "") return undefined;
  return control.type === "number" ? Number(text) : text;
}

/**
 * Say at a field what is wrong with it, and go there.
 *
 * @param {HTMLElement} box a field, or a fieldset of which the first control is meant
 * @param {string} text
 */
export function showError(box, text) {
  const control = /** @type {HTMLElement | null} */ (box.querySelector("input, select, textarea, button"));
  const said = element("p", { class: "error", id: `error-${control?.id || box.dataset.path}` }, text);
  for (let parent = box.closest("details"); parent; parent = parent.parentElement?.closest("details") ?? null) {
    parent.open = true;
  }
  box.append(said);
  if (!control) return;
  if (control.tagName !== "BUTTON") control.setAttribute("aria-invalid", "true");
  const described = [control.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" ");
  control.setAttribute("aria-describedby", described);
  control.focus();
}

/** @param {ParentNode} root */
export function clearErrors(root) {
  for (const said of root.querySelectorAll(".error")) {
    for (const control of root.querySelectorAll(`[aria-describedby~="${said.id}"]`)) {
      const left = control.getAttribute("aria-describedby")?.split(" ").filter((id) => id !== said.id) ?? [];
      if (left.length > 0) control.setAttribute("aria-describedby", left.join(" "));
      else control.removeAttribute("aria-describedby");
      control.removeAttribute("aria-invalid");
    }
    said.remove();
  }
}
