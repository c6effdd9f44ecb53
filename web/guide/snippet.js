/**
 * The attributes that a choice needs: those that differ from what the widget does by itself.
 *
 * @param {Record<string, string>} chosen by attribute; "" for what was left alone
 * @returns {Record<string, string>}
 */
export function attributesOf({ server, mode, theme, accent, placeholder, ...rest }) {
  const wanted = { server, accent, placeholder, ...(mode !== "launcher" && { mode }), ...(theme !== "auto" && { theme }) };
  const attributes = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
  return rest["page-context"] ? { ...attributes, "page-context": "" } : attributes;
}

/**
 * A recipe with the service's address and the chosen attributes in their places.
 *
 * @param {string} template
 * @param {Record<string, string>} attributes
 */
export function filled(template, attributes) {
  const markup = Object.entries(attributes).map(([name, value]) => (value ? `${name}="${escaped(value)}"` : name));
  return template
    .replaceAll('server="$HOST"', () => markup.join(" "))
    .replaceAll("$ATTRIBUTES", () => JSON.stringify(attributes, null, 2).replaceAll("<", "\\u003c"))
    .replaceAll("$HOST", () => attributes.server ?? "");
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
