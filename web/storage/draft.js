/** The question that is being written in this tab, so that a reload doesn't lose it. */

const KEY = "onramp.draft";
const MOST = 10_000; // UTF-16 code units; more than a question may have, so that it can still be shortened

/** @returns {string} "" when there is none, or the browser keeps nothing */
export function keptDraft() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} text "" to forget it */
export function keepDraft(text) {
  try {
    if (text === "") sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, text.slice(0, MOST));
  } catch {
    // a browser that keeps nothing loses the draft with the page
  }
}
