import { element } from "../dom/element.js";
import { Conversation } from "../chat/conversation.js";
import { feedback } from "../chat/feedback.js";
import { Client } from "../server/client.js";
import { Panel } from "./panel.js";

// The same chat as a page, for hosts that allow only frames.
const client = new Client("");
const conversation = new Conversation(client, {
  name: "onramp",
  tools: (turn) => (turn.answerId ? [feedback(client, turn.answerId)] : []),
});
const panel = new Panel(conversation, { inline: true, onClose: () => {} });
document.querySelector("main")?.append(element("h1", { class: "visually-hidden" }, "Ask the notes"), panel.element);
panel.offer();
