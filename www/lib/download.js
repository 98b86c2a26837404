// Hands a file to the reader, and words to the clipboard.

import { h } from "./element.js";

export function download(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = h("a", { href, download: name });
  link.click();
  // The browser has taken hold of it by the next turn.
  setTimeout(() => URL.revokeObjectURL(href), 0);
}

export const copy = (text) => navigator.clipboard.writeText(text);
