import { PlanPage } from "./page.js";

const main = document.getElementById("main");
if (main) new PlanPage().begin(main);
