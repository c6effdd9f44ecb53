import { MapPage } from "./map-page.js";

const main = document.querySelector("main");
if (main) new MapPage(main).start();
