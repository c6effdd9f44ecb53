import { OnrampChat } from "./onramp-chat.js";

if (!customElements.get("onramp-chat")) customElements.define("onramp-chat", OnrampChat);

// A deep link: /?q=... asks its question. The address keeps it, so that a reload
// asks again, until the conversation goes elsewhere.
const asked = new URL(location.href).searchParams.get("q")?.trim();
const chat = document.querySelector("onramp-chat");
if (chat instanceof OnrampChat) {
  if (asked) chat.ask(asked);
  const forget = () => history.replaceState(null, "", location.pathname);
  chat.addEventListener("onramp:question", forget);
  chat.addEventListener("onramp:new", forget);
}
