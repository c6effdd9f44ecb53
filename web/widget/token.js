/**
 * A `fetch` that carries the token of this page's origin. It is got when first
 * needed, kept in memory alone, and got anew when the server wants another.
 *
 * @param {string} server
 * @param {typeof fetch} [request]
 * @returns {typeof fetch}
 */
export function tokened(server, request = (...args) => fetch(...args)) {
  /** @type {Promise<string> | null} */
  let token = null;

  async function mint() {
    const response = await request(`${server}/embed/token`, { method: "POST", credentials: "omit" });
    if (!response.ok) throw new Refused(response);
    return (await response.json()).token;
  }

  return async (address, options = {}) => {
    for (let renewed = false; ; renewed = true) {
      token ??= mint();
      try {
        const headers = { ...options.headers, "Onramp-Token": await token };
        const response = await request(address, { ...options, headers });
        if (response.status !== 401 || renewed) return response;
      } catch (error) {
        token = null;
        if (error instanceof Refused) return error.response; // its body says what to do
        throw error;
      }
      token = null;
    }
  };
}

/** The server gives this page no token. */
class Refused extends Error {
  /** @param {Response} response */
  constructor(response) {
    super("no token");
    this.response = response;
  }
}
