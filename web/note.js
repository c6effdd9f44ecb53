import { keepReachable } from "./scroller.js";

keepReachable(document);
