/**
 * @typedef {import("../server/contract.js").Sentence} Sentence
 * @typedef {import("../server/contract.js").Passage} Passage
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
 * A whole conversation as Markdown.
 *
 * @param {import("../storage/conversations.js").Kept} kept
 * @param {string} base
 */
export function exported({ title, turns }, base) {
  const parts = turns.map(({ question, events }) => `## ${question.replace(/\s+/g, " ")}\n\n${said(events, base)}`);
  return `# ${title}\n\n${parts.join("\n")}`;
}

/**
 * @param {import("../server/contract.js").ChatEvent[]} events
 * @param {string} base
 */
function said(events, base) {
  /** @type {Sentence[]} */
  const sentences = [];
  /** @type {Passage[]} */
  let passages = [];
  let rest = "";
  for (const event of events) {
    if (event.type === "passages") passages = event.data.passages;
    else if (event.type === "sentence") sentences.push(event.data);
    else if (event.type === "refusal") rest = [event.data.answer, ...event.data.nearest.map((topic) => `- [${topic.title}](${new URL(topic.url, base)})`)].join("\n");
    else if (event.type === "done") rest = event.data.notice ?? (sentences.length > 0 ? "" : event.data.answer);
  }
  const answer = sentences.length > 0 ? transcript(sentences, passages, base) : "";
  return [answer, rest && `${rest}\n`].filter(Boolean).join("\n") || "(no answer)\n";
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
