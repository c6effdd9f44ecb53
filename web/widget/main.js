import { OnrampWidget } from "./onramp-widget.js";

// A second copy of the script, or a page that runs it again, changes nothing.
if (!customElements.get("onramp-widget")) customElements.define("onramp-widget", OnrampWidget);
