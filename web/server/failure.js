/**
 * What went wrong, split by what the person can do about it.
 *
 *   unreachable  no answer from the server     try again once it runs
 *   busy         the queue is full             wait `retryAfter` seconds, try again
 *   question     the server refuses the text   edit the question
 *   server       the server says it is broken  read the detail, try again
 *   cut          the stream ended too early    keep what arrived, try again
 *
 * @typedef {"unreachable" | "busy" | "question" | "server" | "cut"} FailureKind
 */

/** @type {Record<FailureKind, string>} */
const TITLES = {
  unreachable: "The server can't be reached",
  busy: "The queue is full",
  question: "This question can't be sent",
  server: "The server couldn't answer",
  cut: "The answer was cut off",
};

export class Failure extends Error {
  /**
   * @param {FailureKind} kind
   * @param {string} detail a sentence for the person, which names the fix
   * @param {{retryAfter?: number, code?: string, field?: string, title?: string, cause?: unknown}} [more]
   *     `field`: the path of the field that the server refuses
   */
  constructor(kind, detail, more = {}) {
    super(detail, { cause: more.cause });
    this.name = "Failure";
    this.kind = kind;
    this.title = more.title ?? TITLES[kind];
    this.detail = detail;
    this.code = more.code ?? kind;
    this.retryAfter = more.retryAfter ?? 0;
    this.field = more.field ?? "";
  }

  /** What is worth keeping of it. */
  get kept() {
    return { kind: this.kind, detail: this.detail, code: this.code };
  }

  /** @param {{kind?: FailureKind, detail?: string, code?: string}} kept */
  static from({ kind = "server", detail = "", code }) {
    return new Failure(kind, detail, { code });
  }
}

/**
 * @param {Response} response an answer outside 2xx
 * @returns {Promise<Failure>}
 */
export async function failureOf(response) {
  const body = await response.json().catch(() => null);
  const code = typeof body?.error === "string" ? body.error : `http_${response.status}`;
  const detail = typeof body?.detail === "string" ? body.detail : "";
  const retryAfter = seconds(response.headers.get("Retry-After"));
  if (code === "unauthorised") {
    return new Failure("server", "Reload the page to sign in again.", { code, title: "You are not signed in any more" });
  }
  if (response.status === 503 && retryAfter > 0) {
    const title = code === "shutting_down" ? "The server is being restarted" : undefined;
    return new Failure("busy", detail || "Many people are asking at the moment.", { code, retryAfter, title });
  }
  if (response.status === 413 || response.status === 422) {
    const field = typeof body?.field === "string" ? body.field : "";
    return new Failure("question", detail || "Shorten or reword the question.", { code, field });
  }
  return new Failure("server", detail || `It replied with status ${response.status}.`, { code, retryAfter });
}

/**
 * @param {string | null} header Retry-After: seconds, or a date
 * @returns {number} whole seconds from now, 0 when absent or past
 */
function seconds(header) {
  if (!header) return 0;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : 0;
}
