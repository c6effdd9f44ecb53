import { button, element } from "../dom/element.js";

/**
 * The button that opens the panel.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {string | null} label
 * @param {() => void} onOpen
 */
export function launcher(panel, label, onOpen) {
  const made = button("", "launcher", onOpen);
  made.append(element("span", { class: "launcher-mark", "aria-hidden": "true" }), label?.slice(0, 40) || "Ask the notes");
  made.setAttribute("aria-haspopup", "dialog");
  panel.opener = made;
  return made;
}
