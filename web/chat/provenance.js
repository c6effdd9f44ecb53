import { element } from "../dom/element.js";

/**
 * @typedef {import("../server/contract.js").Sentence} Sentence
 * @typedef {import("../server/contract.js").Done} Done
 */

/**
 * Who worded the answer: the key to the rule in the margin.
 *
 * @param {Sentence[]} sentences
 * @param {Done} done
 * @returns {HTMLElement[]}
 */
export function provenance(sentences, { model, notice }) {
  const quotes = sentences.filter((sentence) => sentence.origin === "quote").length;
  const key = element("span", { class: "quote-key", "aria-hidden": "true" });
  if (sentences.length === 0 || (quotes === sentences.length && notice)) return [];
  if (quotes === sentences.length) return [line(key, "Quoted from the notes, word for word.")];
  const worded = `worded by ${model} and checked against the passages`;
  if (quotes === 0) return [line(`Every sentence was ${worded}.`)];
  return [line(key, `A line in the margin marks a quotation. The rest was ${worded}.`)];
}

/** @param {...(Node | string)} parts */
function line(...parts) {
  return element("p", { class: "provenance", "aria-live": "off" }, ...parts);
}
