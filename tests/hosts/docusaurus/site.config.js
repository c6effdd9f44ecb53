// A small site without blog; a test adds the lines of the recipe to it.
module.exports = {
  title: process.env.SITE_TITLE,
  url: process.env.SITE_URL,
  baseUrl: "/",
  favicon: "data:,",
  // A plain file server finds a page as the index of a folder.
  trailingSlash: true,
  onBrokenLinks: "throw",
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false }]],
};
