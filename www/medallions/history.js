// The versions of a medallion, and what changed between any two of them.

import { fill, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { moment } from "../lib/time-element.js";
import { differences } from "./differences.js";

/** `refresh` reads the history again and answers with it; unknown ids have none. */
export function historySection(workspace, id) {
  const list = h("ol", { class: "versions", role: "list", "aria-label": "Versions, newest first" });
  const from = h("select", { id: freshId("from"), onchange: compare });
  const to = h("select", { id: freshId("to"), onchange: compare });
  const result = h("div", { class: "comparison", "aria-live": "polite" });
  const problems = h("div");
  const comparing = h(
    "div",
    { class: "stack" },
    h("h3", {}, "Differences"),
    h(
      "div",
      { class: "row bottom" },
      h("div", { class: "field" }, h("label", { for: from.id }, "From"), from),
      h("div", { class: "field" }, h("label", { for: to.id }, "To"), to),
    ),
    problems,
    result,
  );
  const element = h("section", { class: "history", hidden: true }, h("h2", {}, "History"), list, comparing);
  let newest = 0;

  async function refresh() {
    const versions = await read();
    element.hidden = versions.length === 0;
    comparing.hidden = versions.length < 2;
    fill(
      list,
      versions.map((version, place) => row(version, versions[place + 1])),
    );
    const numbers = versions.map(({ version }) => version);
    const chosen = [Number(from.value), Number(to.value)];
    const keeps = newest === numbers[0] && chosen.every((number) => numbers.includes(number));
    for (const select of [from, to])
      fill(
        select,
        numbers.map((number) => h("option", { value: number }, `Version ${number}`)),
      );
    [from.value, to.value] = keeps ? chosen : [numbers[1], numbers[0]];
    newest = numbers[0];
    if (versions.length >= 2) await compare();
    return versions;
  }

  async function read() {
    try {
      return await workspace.medallions.history(id);
    } catch (error) {
      if (error.code === "NOT_FOUND") return [];
      throw error;
    }
  }

  function row({ version, saved_at: at, actor, reason, retired, retired_because: because = {} }, before) {
    const gone = (own) => (Object.hasOwn(because, own) ? `${own} (${because[own]})` : own);
    const change = h(
      "button",
      {
        type: "button",
        class: "button quiet-button",
        "data-key": `version ${version}`,
        "aria-label": before && `What changed in version ${version}`,
        onclick: () => {
          [from.value, to.value] = [before.version, version];
          compare();
          comparing.scrollIntoView({ block: "nearest" });
        },
      },
      "What changed",
    );
    return h(
      "li",
      { class: "version" },
      h(
        "p",
        {},
        h("strong", {}, `Version ${version}`),
        " ",
        h("span", { class: "quiet" }, moment(at), ` by ${actor}`),
        reason && [" — ", h("span", { dir: "auto" }, reason)],
        retired?.length > 0 && h("span", { class: "quiet" }, ` · took out ${retired.map(gone).join(", ")}`),
      ),
      before && change,
    );
  }

  function compare() {
    const pair = [Number(from.value), Number(to.value)];
    return attempt(problems, async () => {
      const diff = await workspace.medallions.diff(id, ...pair);
      // Somebody may have chosen others meanwhile.
      if (pair[0] !== Number(from.value) || pair[1] !== Number(to.value)) return;
      fill(result, h("p", { class: "quiet" }, `From version ${pair[0]} to version ${pair[1]}:`), differences(diff));
    });
  }

  return { element, refresh };
}
