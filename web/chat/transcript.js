/**
 * @typedef {import("./contract.js").Sentence} Sentence
 * @typedef {import("./contract.js").Passage} Passage
 */

/**
 * An answer as text with its citations, to be pasted elsewhere.
 *
 * @param {Sentence[]} sentences
 * @param {Passage[]} passages
 * @param {string} base address that the passages' links are relative to
 */
export function transcript(sentences, passages, base) {
  let text = "";
  /** @type {Sentence | undefined} */
  let previous;
  for (const sentence of sentences) {
    text += previous ? between(previous, sentence) : "";
    text += line(sentence);
    previous = sentence;
  }
  const cited = new Set(sentences.flatMap((sentence) => sentence.citations));
  const sources = passages.filter((passage) => cited.has(passage.n)).map((passage) => source(passage, base));
  return sources.length > 0 ? `${text}\n\nPassages:\n${sources.join("\n")}\n` : `${text}\n`;
}

/**
 * @param {Sentence} previous
 * @param {Sentence} next
 */
function between(previous, next) {
  if (next.label || previous.kind !== next.kind) return "\n\n";
  return { sentence: " ", item: "\n", row: "\n", code: "\n\n", heading: "\n\n" }[next.kind];
}

/** @param {Sentence} sentence */
function line({ label, ...sentence }) {
  return label ? `${label}\n\n${unlabelled(sentence)}` : unlabelled(sentence);
}

/** @param {Omit<Sentence, "label">} sentence */
function unlabelled({ kind, text, citations }) {
  const marks = citations.map((n) => `[${n}]`).join("");
  const body = text.trim();
  if (kind === "code") {
    const fenced = body.startsWith("```") ? body : `\`\`\`\n${body}\n\`\`\``;
    return marks ? `${fenced}\n${marks}` : fenced;
  }
  const bullet = kind === "item" && !/^([-*+]|\d+[.)]) /.test(body) ? "- " : "";
  return marks ? `${bullet}${body} ${marks}` : bullet + body;
}

/**
 * @param {Passage} passage
 * @param {string} base
 */
function source({ n, title, heading, url }, base) {
  const place = heading && heading !== title ? `${title}, ${heading}` : title;
  return `[${n}] ${place}: ${new URL(url, base)}`;
}
