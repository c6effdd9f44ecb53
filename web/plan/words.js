/** @param {number} hours */
export function hoursText(hours) {
  return `${Number(hours.toFixed(1))} h`;
}

/**
 * @param {number} count
 * @param {string} noun whose plural takes an s
 */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @param {string} slug of something whose title isn't known here */
export function spoken(slug) {
  const text = slug.replaceAll(/[-_]/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {string} text that began a line
 * @returns {string} as it stands inside a sentence: names such as QA or DevOps stay
 */
export function within(text) {
  return text.replace(/^[A-Z](?=[a-z]+(?: |$))/, (letter) => letter.toLowerCase());
}

/**
 * Titles of the notes that plans speak of; the first plan that has one counts.
 *
 * @param {...(import("./contract.js").Plan)} plans
 * @returns {(slug: string) => string}
 */
export function titlesOf(...plans) {
  /** @type {Map<string, string>} */
  const titles = new Map();
  for (const plan of plans) {
    const notes = [plan.weeks.flatMap((week) => week.items), plan.feasibility.cut, plan.skipped, plan.stretch];
    for (const { slug, title } of notes.flat()) if (!titles.has(slug)) titles.set(slug, title);
  }
  return (slug) => titles.get(slug) ?? spoken(slug);
}
