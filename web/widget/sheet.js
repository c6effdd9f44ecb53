import { STYLES } from "./styles.js";

/** @type {CSSStyleSheet | undefined} */
let made;

/** One sheet for all widgets of a page. Made by script, so that no `style-src` stands in its way. */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(STYLES);
  }
  return made;
}
