// Markdown of authors, made safe: what they write is material, and never a program. marked and DOMPurify are the
// small, well-kept libraries for the two halves of that; Vite bundles them with the app as it does all of its code.

import DOMPurify from "dompurify";
import { Marked } from "marked";
import { h } from "./element.js";

const marked = new Marked({ gfm: true, async: false });

const TAGS =
  "a abbr blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr img kbd li mark ol p pre s strong sub " +
  "summary sup table tbody td th thead tr ul";
const SAFE = {
  ALLOWED_TAGS: TAGS.split(" "),
  ALLOWED_ATTR: ["align", "alt", "colspan", "dir", "href", "lang", "rowspan", "src", "start", "title"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** A text of several paragraphs; its highest headings become those of that level. */
export function markdown(text, { level = 3 } = {}) {
  const fragment = DOMPurify.sanitize(marked.parse(text), SAFE);
  fitHeadings(fragment, level);
  prepare(fragment);
  return h("div", { class: "prose", dir: "auto" }, ...fragment.childNodes);
}

/** A text within a line. */
export function inlineMarkdown(text) {
  const fragment = DOMPurify.sanitize(marked.parseInline(text), SAFE);
  prepare(fragment);
  return h("span", { class: "prose-line", dir: "auto" }, ...fragment.childNodes);
}

/** Authors leave levels out; readers of outlines should not have to. */
function fitHeadings(fragment, level) {
  const opened = [];
  for (const heading of fragment.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.localName.slice(1));
    while (opened.length > 0 && opened.at(-1) >= own) opened.pop();
    opened.push(own);
    const depth = Math.min(level + opened.length - 1, 6);
    heading.replaceWith(h(`h${depth}`, {}, ...heading.childNodes));
  }
}

function prepare(fragment) {
  for (const link of fragment.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  // Nothing is fetched from anywhere because somebody reads: an image is a link until it is asked for.
  for (const image of fragment.querySelectorAll("img")) {
    const name = `Image: ${image.alt || "without a description"}`;
    if (image.src.startsWith("data:image/")) image.alt ||= "";
    else image.replaceWith(h("a", { href: image.src, target: "_blank", rel: "noopener noreferrer" }, name));
  }
  for (const wide of fragment.querySelectorAll("pre, table")) {
    const kind = wide.localName === "pre" ? "Code" : "Table";
    const frame = h("div", { class: `wide is-${kind.toLowerCase()}`, role: "region", tabIndex: 0, "aria-label": kind });
    wide.replaceWith(frame);
    frame.append(wide);
  }
}
