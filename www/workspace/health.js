// What is stored, and whether it is as it was written.

import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { bytes, count } from "../lib/words.js";

const RECORDS = [
  ["medallion", "Medallions"],
  ["task", "Tasks"],
  ["learner", "Learners"],
  ["submission", "Submissions"],
  ["plan", "Plans"],
];

export function healthSection(workspace) {
  const verdict = h("p", { class: "verdict" });
  const facts = h("dl", { class: "fields" });
  const list = h("div");
  const problems = h("div");
  const keep = h(
    "button",
    { type: "button", class: "button", hidden: true, onclick: persist },
    "Ask the browser to keep it",
  );
  const element = h(
    "section",
    { class: "stack", "aria-label": "Health" },
    h("h2", {}, "Health"),
    problems,
    verdict,
    list,
    facts,
    h("div", { class: "row" }, keep),
  );

  /** Some browsers ask the user, some decide by themselves. */
  function persist() {
    return attempt(problems, async () => {
      const kept = await workspace.persist();
      announce(kept ? "The browser promised to keep it." : "The browser did not promise to keep it.");
      await refresh();
    });
  }

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const health = await workspace.health();
      fill(verdict, inWords(health));
      keep.hidden = health.ephemeral || health.persisted !== false;
      fill(
        list,
        health.problems.length > 0 &&
          h(
            "ul",
            { class: "failure" },
            health.problems.map(({ entry, entity_id: id, message }) =>
              h(
                "li",
                {},
                entry > 0 ? `Entry ${entry}` : "The storage",
                id && [", ", h("code", {}, id)],
                `: ${message}`,
              ),
            ),
          ),
      );
      fill(
        facts,
        rows(health).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
      );
    }),
  );

  return { element, refresh };
}

function inWords({ problems, degraded, low_space: isLow }) {
  if (degraded) return "The disk fails: what is here may still be read; export it if you can.";
  if (isLow) return "Little room is left: export what you need, and delete what you do not.";
  if (problems.length > 0) return `${count(problems.length, "problem")} found. Everything else is unharmed.`;
  return "Every entry was read, and is as it was written.";
}

function rows({ records, entries, bytes: used, quota, persisted, ephemeral, keep }) {
  return [
    ...RECORDS.filter(([kind]) => kind === "medallion" || records[kind] > 0).map(([kind, name]) => [
      name,
      String(records[kind] ?? 0),
    ]),
    ["Entries in the log", String(entries)],
    ["History kept", history(keep)],
    ["Room", room(used, quota)],
    ["Lasts", lasts(persisted, ephemeral)],
  ];
}

function history({ versions, days }) {
  const most = versions !== undefined && `the latest ${count(versions, "version")} of each`;
  const back = days !== undefined && `${count(days, "day")} back`;
  return [most, back].filter(Boolean).join(", ") || "all of it";
}

function room(used, quota) {
  if (used === null) return "the browser does not tell";
  return quota === null ? `${bytes(used)} used` : `${bytes(used)} used of ${bytes(quota)}, by all of this origin`;
}

function lasts(persisted, ephemeral) {
  if (ephemeral) return "until the page is closed";
  if (persisted === null) return "as long as the browser keeps it; it does not tell";
  return persisted ? "until you delete it" : "as long as the browser has room; export what you must not lose";
}
