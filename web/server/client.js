import { Failure, failureOf } from "./failure.js";
import { frames } from "./stream.js";

/**
 * @typedef {import("./contract.js").ChatEvent} ChatEvent
 * @typedef {import("./contract.js").ChatRequest} ChatRequest
 */

const EVENTS = new Set(["passages", "queue", "sentence", "follow_ups", "done", "refusal"]);
const TERMINAL = new Set(["done", "refusal"]);

/** The server, seen from the page. */
export class Client {
  /**
   * @param {string} server origin of the server, "" for the page's own
   * @param {typeof fetch} [request]
   */
  constructor(server, request = (...args) => fetch(...args)) {
    this.server = server.replace(/\/$/, "");
    this.request = request;
  }

  /**
   * Yield the events of one answer, the last of which is `done` or `refusal`.
   *
   * @param {ChatRequest} question
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<ChatEvent, void, void>}
   * @throws {Failure} for everything but the signal's own abort
   */
  async *ask(question, signal) {
    const response = await this.#post("/chat", { ...question, stream: true }, signal);
    if (!response.ok) throw await failureOf(response);
    if (!response.body) throw cut();
    try {
      for await (const { event, data } of frames(response.body)) {
        if (event === "fault") throw faultOf(data);
        if (!EVENTS.has(event)) continue;
        yield /** @type {ChatEvent} */ ({ type: event, data: rooted(parsed(data), this.server) });
        if (TERMINAL.has(event)) return;
      }
    } catch (error) {
      if (error instanceof Failure || signal.aborted) throw error;
      throw cut(error);
    }
    throw cut();
  }

  /**
   * Questions to begin with; those of one note, if its slug is given.
   *
   * @param {string} [note]
   * @returns {Promise<{questions: string[], note?: string}>} none when the server can't say
   */
  async examples(note) {
    try {
      const query = note ? `?note=${encodeURIComponent(note)}` : "";
      const response = await this.request(`${this.server}/examples${query}`, { credentials: "same-origin" });
      const body = response.ok ? await response.json() : null;
      return { ...body, questions: Array.isArray(body?.questions) ? body.questions.slice(0, 6) : [] };
    } catch {
      return { questions: [] }; // the page is usable without them, and asking reports the trouble
    }
  }

  /**
   * @param {import("./contract.js").Verdict} verdict
   * @throws {Failure}
   */
  async judge(verdict) {
    const response = await this.#post("/feedback", verdict);
    if (!response.ok) throw await failureOf(response);
  }

  /**
   * Have the server delete what it keeps of a conversation.
   *
   * @param {string} conversation
   * @returns {Promise<boolean>} whether it did; false if it refuses or is away
   */
  async forget(conversation) {
    try {
      const address = `${this.server}/conversations/${encodeURIComponent(conversation)}`;
      return (await this.request(address, { method: "DELETE", credentials: "same-origin", keepalive: true })).ok;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  async #post(path, body, signal) {
    try {
      return await this.request(`${this.server}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
        body: JSON.stringify(body),
        credentials: "same-origin",
        signal,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Failure("unreachable", "Check that Onramp is running and that you are connected, then try again.", {
        cause: error,
      });
    }
  }
}

/**
 * The server's links begin at its own root; on another page they need its origin.
 *
 * @param {any} data
 * @param {string} server
 */
function rooted(data, server) {
  if (server === "") return data;
  for (const part of [data, ...(data.passages ?? []), ...(data.nearest ?? [])]) {
    if (part.url?.startsWith("/")) part.url = server + part.url;
    if (part.html) part.html = part.html.replaceAll('href="/', `href="${server}/`);
  }
  return data;
}

/** @param {unknown} [cause] */
function cut(cause) {
  return new Failure("cut", "The connection closed before the answer was complete.", { cause });
}

/** @param {string} data */
function parsed(data) {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new Failure("server", "It sent something that this page can't read. Reload the page.", { cause });
  }
}

/** @param {string} data */
function faultOf(data) {
  const body = parsed(data);
  return new Failure("server", body.detail || "Something broke while it was answering.", { code: body.error });
}
