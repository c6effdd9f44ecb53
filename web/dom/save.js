import { element } from "./element.js";

/**
 * Hand a text to the person as a file.
 *
 * @param {string} text
 * @param {string} name what the file should be called; what no file name may hold becomes "-"
 * @param {string} type media type
 */
export function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const file = name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "-").slice(-120);
  const link = element("a", { href: address, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
