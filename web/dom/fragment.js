import { keepReachable } from "./scroller.js";

/** Strict pages, ours among them, take markup only from a policy that they know by name. */
const policy = named("onramp");

/** What no note or sentence holds. The server cleans them away; should it ever fail to, they end here. */
const REFUSED = "script, meta, base, form, iframe, frame, object, embed, link, style, template";

/**
 * The one place where markup becomes elements. Only for HTML that the server
 * has cleaned: `html` of a passage or a sentence.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = policy?.createHTML(html) ?? html;
  for (const one of template.content.querySelectorAll(REFUSED)) one.remove(); // nothing has run or loaded yet
  const made = document.importNode(template.content, true);
  for (const link of made.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank"); // the conversation lives in this page's memory
    if (!link.hasAttribute("rel")) link.setAttribute("rel", "noopener");
  }
  keepReachable(made);
  return made;
}

/**
 * Take off wrappers that the place of insertion supplies itself.
 *
 * @param {DocumentFragment} made
 * @param {string} wrappers a selector
 * @returns {DocumentFragment}
 */
export function unwrapped(made, wrappers) {
  for (;;) {
    const only = made.firstElementChild;
    const alone = only && made.children.length === 1 && made.textContent?.trim() === only.textContent?.trim();
    if (!alone || !only.matches(wrappers)) return made;
    only.replaceWith(...only.childNodes);
  }
}

/**
 * @param {string} name
 * @returns {{createHTML: (html: string) => string} | undefined}
 */
function named(name) {
  const types = /** @type {any} */ (globalThis).trustedTypes; // not in TypeScript's own types yet
  try {
    return types?.createPolicy(name, { createHTML: (/** @type {string} */ html) => html });
  } catch {
    return undefined; // a host that knows other names only; most of those take plain strings too
  }
}
