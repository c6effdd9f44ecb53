import { element } from "../dom/element.js";
import { ChatPage } from "./chat-page.js";

const main = document.querySelector("main") ?? document.body.appendChild(element("main"));
new ChatPage(main).start(new URL(location.href));
