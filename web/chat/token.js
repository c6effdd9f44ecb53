/** A name that nobody can guess, of 32 hex digits; works on plain http too. */
export function token() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
