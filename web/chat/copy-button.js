import { copy } from "../dom/clipboard.js";
import { button } from "../dom/element.js";
import { transcript } from "./transcript.js";

/**
 * Copies an answer as text with its citations.
 *
 * @param {import("./turn.js").Turn} turn
 */
export function copyButton(turn) {
  const label = "Copy answer";
  const made = button(label, "copy", async () => {
    const copied = await copy(transcript(turn.answer.sentences, turn.passages.passages, document.baseURI));
    made.textContent = copied ? "Copied with citations" : "Copying isn't allowed here";
    setTimeout(() => (made.textContent = label), 2500);
  });
  return made;
}
