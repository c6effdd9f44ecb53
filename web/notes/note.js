import { keepReachable } from "../dom/scroller.js";

keepReachable(document);
