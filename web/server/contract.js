/**
 * The shapes that the server sends. Types only: nothing here runs.
 *
 * @typedef {object} Passage
 * @property {number} n its citation number, from 1
 * @property {string} note
 * @property {string} title
 * @property {string} heading
 * @property {string} url
 * @property {string} html cleaned by the server; every unit is an element with `data-unit`
 * @property {number[]} marked the units that are the evidence
 * @property {number} score
 *
 * @typedef {object} Found
 * @property {string} answer_id
 * @property {string} conversation_id
 * @property {string} question the question as it was understood
 * @property {boolean} rewritten
 * @property {string} model "quote" when the answer is only quoted
 * @property {number} queue people ahead
 * @property {Passage[]} passages
 *
 * @typedef {object} Sentence
 * @property {string} text
 * @property {string} html cleaned by the server
 * @property {"sentence" | "item" | "row" | "code" | "heading"} kind
 * @property {"model" | "quote"} origin
 * @property {string} [label] the heading that a reader needs, if the sentence speaks of what only it names
 * @property {number[]} citations
 *
 * @typedef {object} Done
 * @property {string} answer_id
 * @property {string} conversation_id
 * @property {"answered" | "smalltalk"} status
 * @property {string} answer
 * @property {string} model
 * @property {string | null} notice
 *
 * @typedef {object} Refusal
 * @property {string} answer_id
 * @property {string} conversation_id
 * @property {"refused"} status
 * @property {string} question the question as it was understood
 * @property {boolean} rewritten
 * @property {string} answer
 * @property {{title: string, url: string}[]} nearest
 *
 * @typedef {{type: "passages", data: Found}
 *   | {type: "queue", data: {ahead: number}}
 *   | {type: "sentence", data: Sentence}
 *   | {type: "follow_ups", data: {follow_ups: string[]}}
 *   | {type: "done", data: Done}
 *   | {type: "refusal", data: Refusal}} ChatEvent
 *
 * @typedef {{url: string, title: string}} Page
 *
 * @typedef {object} ChatRequest
 * @property {string} question
 * @property {string} [conversation_id]
 * @property {Page} [page]
 *
 * @typedef {object} Verdict
 * @property {string} answer_id
 * @property {"up" | "down"} verdict
 * @property {string[]} reasons
 * @property {string} [comment]
 */

export {};
