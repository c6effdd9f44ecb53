import { element } from "../dom/element.js";
import { Conversation } from "../chat/conversation.js";
import { feedback } from "../chat/feedback.js";
import { Client } from "../server/client.js";
import { Panel } from "./panel.js";
import { tokened } from "./token.js";

// The same chat as a page, for hosts that allow only frames. Browsers send no
// cookie from a frame on another site, so it asks with a token, as the widget does.
const client = new Client("", tokened(""));
const conversation = new Conversation(client, {
  name: "onramp",
  tools: (turn) => (turn.answerId ? [feedback(client, turn.answerId)] : []),
});
const panel = new Panel(conversation, { inline: true, onClose: () => {} });
document.querySelector("main")?.append(element("h1", { class: "visually-hidden" }, "Ask the notes"), panel.element);
panel.offer();
