// The text of a plan as it would be saved, how it came to be, and the way to take the plan out of this browser.

import { announce } from "../lib/announce.js";
import { ask } from "../lib/dialog.js";
import { h } from "../lib/element.js";
import { go } from "../lib/route.js";
import { forgetFile } from "./handles.js";
import { planHistory } from "./plan-history.js";

export function fileView(store, id, versions, run) {
  const remove = () =>
    ask({
      title: "Take the plan out of this browser?",
      content: h("p", {}, "The file that it came from stays as it is. What was changed here and not saved is lost."),
      label: "Take it out",
      danger: true,
      confirm: async () => {
        await store.remove(id);
        await forgetFile(id);
        announce("The plan is taken out.");
        go(["plans"]);
      },
    });
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "plan-text", role: "region", tabIndex: 0, "aria-label": "The text of the plan" },
      h("pre", { dir: "ltr" }, versions[0].text),
    ),
    planHistory(versions),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button danger-quiet", onclick: () => run(remove) }, "Take it out…"),
    ),
  );
}
