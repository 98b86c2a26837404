// A moment, as people say it, with the exact one beneath.

import { h } from "./element.js";
import { ago, dateAndTime } from "./words.js";

export const moment = (text) => h("time", { dateTime: text, title: dateAndTime(text) }, ago(text));
