import { element } from "../dom/element.js";

/**
 * Hand a file to the browser's downloads.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = element("a", { href, download: name, hidden: "" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10_000); // some browsers read it only after the click
}

/**
 * On paper everything is open; afterwards it is as it was.
 *
 * @param {HTMLElement} root
 */
export function openForPrint(root) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll(".plan details:not([open])"))];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
}
