/** What may be chosen: anything else is refused in words before it can reach a snippet. */

const ACCENT = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/**
 * @param {Record<string, string>} chosen by attribute; "" for what was left alone
 * @returns {Record<string, string>} what is wrong, by attribute
 */
export function faultsOf({ server, accent }) {
  /** @type {Record<string, string>} */
  const faults = {};
  if (!isOrigin(server)) faults.server = "The address begins with http:// or https:// and ends after the host, such as https://onramp.example.";
  if (accent && !ACCENT.test(accent)) faults.accent = "The accent is a colour such as #046b4f or #0a5: a # and 3 or 6 digits from 0 to f.";
  return faults;
}

/** @param {string | undefined} text */
function isOrigin(text) {
  if (!text || !URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return ["http:", "https:"].includes(protocol) && text.replace(/\/$/, "").toLowerCase() === origin;
}
