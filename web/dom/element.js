/**
 * Build an element. Text goes in as text, never as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} label
 * @param {string} name class
 * @param {() => void} act
 */
export function button(label, name, act) {
  const made = element("button", { type: "button", class: name }, label);
  made.addEventListener("click", act);
  return made;
}

/**
 * A link that leaves the conversation where it is.
 *
 * @param {string} href
 * @param {...(Node | string)} children
 */
export function link(href, ...children) {
  const aside = element("span", { class: "visually-hidden" }, " (opens in a new tab)");
  return element("a", { href, target: "_blank", rel: "noopener" }, ...children, aside);
}
