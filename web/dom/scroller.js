/**
 * Code and tables scroll inside themselves. What scrolls must be reachable with
 * the keyboard, and what doesn't must not be a stop on the way.
 *
 * @param {ParentNode} root
 */
export function keepReachable(root) {
  for (const box of root.querySelectorAll("pre, table")) {
    watcher().observe(box);
  }
}

/** @type {ResizeObserver | undefined} */
let shared;

function watcher() {
  shared ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  return shared;
}
