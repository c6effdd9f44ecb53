/**
 * A reader of server-sent events over a fetch body, after
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 *
 * @typedef {{event: string, data: string}} Frame
 */

/**
 * Yield one frame per event. The bytes may be cut anywhere: inside a character,
 * a line ending or a field. A frame without its closing blank line is dropped.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<Frame, void, void>}
 */
export async function* frames(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const lines = new Lines();
  const fields = new Fields();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      for (const line of lines.push(text)) {
        const frame = fields.push(line);
        if (frame) yield frame;
      }
      if (done) return;
    }
  } finally {
    // Without a catch, cancelling a body that has already failed rejects unseen.
    reader.cancel().catch(() => {});
  }
}

/** Cuts text into lines at CR, LF or CRLF, whichever way the text arrives. */
class Lines {
  #rest = "";
  #afterReturn = false;

  /**
   * @param {string} text
   * @returns {string[]} the lines that are now complete
   */
  push(text) {
    if (text === "") return [];
    // A CR ends its line at once; the LF of a CRLF may come with the next text.
    if (this.#afterReturn && text.startsWith("\n")) text = text.slice(1);
    this.#afterReturn = text === "" ? false : text.endsWith("\r");
    if (!/[\r\n]/.test(text)) {
      this.#rest += text;
      return [];
    }
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    return lines;
  }
}

/** Gathers the fields of one event until its blank line. */
class Fields {
  #event = "";
  /** @type {string[]} */
  #data = [];

  /**
   * @param {string} line
   * @returns {Frame | null} the frame that this line completes
   */
  push(line) {
    if (line === "") return this.#close();
    const colon = line.indexOf(":");
    if (colon === 0) return null; // a comment, such as ": keep-alive"
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
    return null;
  }

  /** @returns {Frame | null} */
  #close() {
    const frame = { event: this.#event || "message", data: this.#data.join("\n") };
    const empty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return empty ? null : frame;
  }
}
