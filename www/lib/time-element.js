// A moment, as people say it, with the exact one beneath. What is said grows older with the page.

import { h } from "./element.js";
import { ago, dateAndTime } from "./words.js";

const REFRESH_MS = 20_000;

export const moment = (text) => h("time", { dateTime: text, title: dateAndTime(text), "data-ago": "" }, ago(text));

setInterval(() => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const words = ago(element.dateTime);
    if (element.textContent !== words) element.textContent = words;
  }
}, REFRESH_MS);
