// What a medallion says: decisions, questions, affordances, subsystems, and what it says of itself.

import { h } from "../lib/element.js";
import { either } from "../lib/amounts.js";
import { confidence, dateAndTime } from "../lib/words.js";

/** The sections that have something in them, and a line that names those that have not. */
export function content(medallion) {
  const { decisions, open_questions: questions, summary, affordances } = medallion;
  const parts = [
    ["decisions", "Decisions", decisions.map(decision)],
    ["open questions", "Open questions", questions.map(question)],
    ["subsystems", "Subsystems", summary.subsystems.map(subsystem)],
  ];
  const missing = parts.filter(([, , items]) => items.length === 0).map(([name]) => name);
  return [
    parts
      .filter(([, , items]) => items.length > 0)
      .map(([name, title, items]) =>
        section(title, h("ul", { class: `items is-${name.split(" ").at(-1)}`, role: "list" }, items)),
      ),
    goOn(affordances),
    missing.length > 0 && h("p", { class: "quiet" }, `No ${either(missing)}.`),
    about(medallion.meta),
  ];
}

const section = (title, ...rest) => h("section", {}, h("h2", {}, title), rest);

function decision({ id, statement, rationale, confidence: sure, unconfirmed_since: since }) {
  const meter = h("span", { class: "meter", "aria-hidden": "true" }, h("span"));
  meter.firstChild.style.inlineSize = `${sure * 100}%`;
  return h(
    "li",
    { class: "item" },
    h("p", { class: "item-title", dir: "auto" }, h("code", { class: "item-id" }, id), ` ${statement}`),
    rationale && h("p", { dir: "auto" }, rationale),
    h("p", { class: "quiet" }, meter, `${confidence(sure)}, ${sure}`, unconfirmed(since)),
  );
}

function question({ id, question: text, blocked_on: waits, priority, unconfirmed_since: since }) {
  return h(
    "li",
    { class: "item" },
    h("p", { class: "item-title", dir: "auto" }, h("code", { class: "item-id" }, id), ` ${text}`),
    h(
      "p",
      { class: "quiet" },
      h("span", { class: `priority is-${priority}` }, `${priority} priority`),
      waits.length > 0 && [" · waits for ", h("span", { dir: "auto" }, waits.join("; "))],
      unconfirmed(since),
    ),
  );
}

const unconfirmed = (since) => since && ` · models leave it out since ${dateAndTime(since)}`;

const SUBSYSTEM = { unknown: "unknown", stable: "stable", in_progress: "in progress", deprecated: "deprecated" };

function subsystem({ name, status, notes }) {
  return h(
    "li",
    { class: "item" },
    h("p", { class: "item-title", dir: "auto" }, name, " ", h("span", { class: "quiet" }, SUBSYSTEM[status])),
    notes && h("p", { dir: "auto" }, notes),
  );
}

function goOn({ recommended_entry_points: begin, avoid_repeating: avoid, invariants }) {
  const lists = [
    ["Begin at", begin, true],
    ["Must stay true", invariants ?? [], false],
    ["Need not be tried again", avoid, false],
  ].filter(([, items]) => items.length > 0);
  if (lists.length === 0) return undefined;
  const list = ([title, items, isCode]) => [
    h("h3", {}, title),
    h(
      "ul",
      {},
      items.map((item) => h("li", isCode ? {} : { dir: "auto" }, isCode ? h("code", {}, item) : item)),
    ),
  ];
  return section(
    "How to go on",
    h(
      "div",
      { class: "affordances" },
      lists.map((own) => h("div", {}, list(own))),
    ),
  );
}

function about(meta) {
  const covers = [meta.knowledge_min_ts, meta.knowledge_max_ts].map((at) => (at ? dateAndTime(at) : "not said"));
  const rows = [
    ["Id", h("code", {}, meta.medallion_id)],
    ["First written", dateAndTime(meta.created_at)],
    ["Last written", dateAndTime(meta.updated_at)],
    ["Covers", covers[0] === covers[1] ? covers[0] : `${covers[0]} to ${covers[1]}`],
    ["Form", meta.schema_version],
  ];
  return section(
    "About",
    h(
      "dl",
      { class: "fields" },
      rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
}
