/**
 * What goes to /plan and what comes back. Types only: nothing here runs.
 *
 * @typedef {Record<string, any>} Profile fields as in /openapi.json, those with a default left out
 * @typedef {import("../storage/kept-plan.js").Ticked} Ticked
 * @typedef {Ticked & {date?: string, score?: number}} Logged
 * @typedef {Map<string, Logged & {pending: boolean}>} Log by slug; `pending`: the plan doesn't know of it yet
 *
 * @typedef {{note: string, heading: string, url: string}} Citation
 * @typedef {{id: string, slug: string, question: string, answer_anchor: string}} Question
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} slug
 * @property {string} title
 * @property {string} part such as "1/2"
 * @property {number} hours
 * @property {number} base_hours
 * @property {{from: string, pct: number} | null} discount
 * @property {string[]} reasons
 * @property {string} why
 * @property {string[]} unlocks
 * @property {Citation} citation
 * @property {"open" | "done" | "partial" | "failed"} status
 *
 * @typedef {object} Week
 * @property {number} n
 * @property {string} start
 * @property {string} end
 * @property {boolean} off
 * @property {{learn: number, review: number, buffer: number}} hours
 * @property {number} sessions
 * @property {Item[]} items
 * @property {{slug: string, title: string, minutes: number, citation: Citation}[]} reviews
 * @property {Question[]} checkpoint
 * @property {string} deliverable
 *
 * @typedef {object} Phase
 * @property {string} id
 * @property {string} title
 * @property {[number, number]} weeks
 * @property {string} goal
 * @property {{slug: string, deliverable: string, acceptance: string[]}} milestone
 *
 * @typedef {{kind: string, text: string, change: Profile | null}} Option
 * @typedef {{slug: string, title: string, hours: number, reason: string, blocks: string[]}} CutNote
 * @typedef {{slug: string, title: string, reason: string, why: string, change: string}} SkippedNote
 *
 * @typedef {object} Changes
 * @property {{slug: string, from_week: number, to_week: number}[]} moved
 * @property {string[]} added
 * @property {{slug: string, why: string}[]} dropped
 * @property {string} end_date_before
 * @property {string} end_date
 *
 * @typedef {object} Plan
 * @property {string} plan_id
 * @property {number} revision
 * @property {string} kb_version
 * @property {Profile} profile
 * @property {{field: string, value: unknown, why: string}[]} assumptions
 * @property {{text: string, citations: Citation[]}} summary
 * @property {{slug: string, title: string, week: number | null, citation: Citation}[]} goal
 * @property {{learning_h: number, review_h: number, buffer_h: number, weeks: number, weeks_high: number, end_date: string, end_date_high: string}} totals
 * @property {{status: "ok" | "trimmed" | "infeasible", cut: CutNote[], options: Option[]}} feasibility
 * @property {SkippedNote[]} skipped
 * @property {{slug: string, title: string, hours: number}[]} stretch
 * @property {Question[]} diagnostic
 * @property {Phase[]} phases
 * @property {Week[]} weeks
 * @property {string} order_rationale
 * @property {{value: number, items: number, used: boolean}} pace
 * @property {Changes | null} changes
 * @property {string[]} warnings
 *
 * @typedef {{field: string, value: number | string, quote: string}} Evidence
 * @typedef {{profile: Profile, evidence: Evidence[], warnings: string[]}} Proposed
 */

export {};
