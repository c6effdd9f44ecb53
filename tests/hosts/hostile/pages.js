/**
 * Goes from page to page as a single-page site does: the address and the title change, and the
 * body's children are replaced, with a new widget among them if the page had one.
 * @param {string} title of the page to go to
 */
function show(title) {
  const heading = document.createElement("h1");
  heading.textContent = title;
  const widgets = [...document.querySelectorAll("onramp-widget")];
  document.body.replaceChildren(heading, link(), ...widgets.map((old) => old.cloneNode(false)));
  document.title = title;
}

/** @returns {HTMLAnchorElement} a link to the next page */
function link() {
  const anchor = document.createElement("a");
  anchor.textContent = "Next page";
  anchor.href = "/spa?next";
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    const title = `Page ${history.length}`;
    history.pushState({ title }, "", `/spa?page=${history.length}`);
    show(title);
  });
  return anchor;
}

addEventListener("popstate", (event) => show(event.state?.title ?? "Team wiki"));
document.querySelector("h1").after(link());
