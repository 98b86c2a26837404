// The material of a task: its own text and what it shares with others.

import { h } from "../lib/element.js";
import { markdown } from "../lib/markdown.js";

/** Nothing where there is none. */
export function material({ content, items = [] }, { level = 2 } = {}) {
  const parts = [content && markdown(content, { level }), ...items.map((item) => shared(item, level))].filter(Boolean);
  return parts.length === 0 ? undefined : h("div", { class: "material stack" }, parts);
}

function shared({ content_type: type, body, metadata }, level) {
  const title = typeof metadata?.title === "string" ? metadata.title : undefined;
  if (type === "markdown") return markdown(body, { level });
  if (type === "code") {
    return h(
      "div",
      { class: "wide is-code", role: "region", tabIndex: 0, "aria-label": title ?? "Code" },
      h("pre", {}, h("code", {}, body)),
    );
  }
  return h("p", {}, type === "video_ref" ? "Video: " : "To read elsewhere: ", link(body, title));
}

/** Only what a browser opens as a page becomes a link. */
function link(text, title = text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url && ["https:", "http:"].includes(url.protocol);
  return isWeb ? h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, title) : h("code", {}, text);
}
