import { Failure, failureOf } from "../server/failure.js";
import { frames } from "../server/stream.js";

/**
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Proposed} Proposed
 * @typedef {{type: "begun", data: {texts: number, model: string, queue: number}}
 *   | {type: "text", data: {part: string, text: string, source: "template" | "model"}}
 *   | {type: "done", data: {by_model: number}}} WordingEvent
 */

/** The planning part of the server. Everything throws Failure, which names the field that is refused. */
export class PlanClient {
  /** @param {typeof fetch} [request] */
  constructor(request = (...args) => fetch(...args)) {
    this.request = request;
  }

  /**
   * @param {Profile} body
   * @returns {Promise<Plan>}
   */
  async plan(body) {
    return (await this.#post("/plan", body)).json();
  }

  /**
   * @param {Profile} body
   * @param {"md" | "ics"} format
   * @returns {Promise<string>}
   */
  async file(body, format) {
    return (await this.#post(`/plan?format=${format}`, body)).text();
  }

  /**
   * @param {{text: string} | {json_resume: object}} document
   * @returns {Promise<Proposed>}
   */
  async read(document) {
    return (await this.#post("/plan/profile", document)).json();
  }

  /**
   * @param {Profile} body
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<WordingEvent, void, void>} ends with `done`
   */
  async *wording(body, signal) {
    const response = await this.#post("/plan/wording", body, signal);
    if (response.body) {
      for await (const { event, data } of frames(response.body)) {
        if (event === "fault") throw new Failure("server", "The model stopped.");
        yield /** @type {WordingEvent} */ ({ type: event, data: JSON.parse(data) });
        if (event === "done") return;
      }
    }
    throw new Failure("cut", "The connection closed before everything was worded.");
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  async #post(path, body, signal) {
    const response = await this.#send(path, body, signal);
    if (response.ok) return response;
    const failure = await failureOf(response);
    if (failure.kind !== "question" || failure.field) throw failure;
    const title = response.status === 413 ? "That is too long" : "The server can't take that";
    throw new Failure("server", failure.detail, { code: failure.code, title });
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  async #send(path, body, signal) {
    try {
      return await this.request(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: "same-origin",
        signal,
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      const detail = "Check that Onramp is running and that you are connected, then try again. Nothing is lost.";
      throw new Failure("unreachable", detail, { cause });
    }
  }
}
