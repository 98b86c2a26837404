// What happens to the storage itself, told above every room for as long as it lasts.

import { h } from "../lib/element.js";
import { address } from "../lib/route.js";

const SENTENCES = {
  degraded: "The storage fails: what you do now may not be kept.",
  evicted: "What was stored here is gone: the browser threw it away, or it was deleted.",
  waiting: "Another tab is in the way, and is waited for. Close other tabs of this app if this stays.",
  low_space: "Little room is left on this device.",
};

const ADVICE = {
  degraded: "Export what is here",
  evicted: "Import a backup, if there is one",
  low_space: "Export what you must not lose",
};

/** An element that is empty while all is well. */
export function storageBanner(workspace) {
  const element = h("div", { class: "banner", role: "alert", hidden: true });
  let shown;

  function show(event, code) {
    shown = event;
    element.hidden = event === undefined;
    element.replaceChildren(...(event === undefined ? [] : [words(event, code), dismiss()]));
  }

  function words(event, code) {
    const advice = ADVICE[event];
    return h(
      "p",
      {},
      h("strong", {}, SENTENCES[event]),
      advice && [" ", h("a", { href: address(["workspace"]) }, advice), "."],
      code && h("span", { class: "quiet" }, " Code: ", h("code", {}, code)),
    );
  }

  const dismiss = () => h("button", { type: "button", class: "button", onclick: () => show(undefined) }, "Dismiss");

  workspace.subscribe(({ entity_type: kind, event_type: event, new_value: value }) => {
    if (kind === "workspace" && Object.hasOwn(SENTENCES, event)) show(event, value?.code);
    // What was waited for came.
    else if (event === "healed" || shown === "waiting") show(undefined);
  });
  return element;
}
