/** The text of the widget's sheets. The service fills it in when it puts `widget.js` together. */
export const STYLES = "";
