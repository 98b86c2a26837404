// Events of the audit trail, as sentences.

import { number, plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";
import { eventInWords } from "../lib/words.js";
import { groupsOf, kindsInWords } from "./event-groups.js";
import { subjectsOf } from "./event-subject.js";

/**
 * A line for each event; what still exists is called by what it says now. Many of one moment share a line, and at most
 * `most` lines come.
 */
export async function eventLines(workspace, events, { most = Infinity } = {}) {
  const groups = groupsOf(events).slice(0, most);
  const alone = groups.filter(({ length }) => length === 1).flat();
  const [subjects, actors] = await Promise.all([subjectsOf(workspace, alone), namesOf(workspace, events)]);
  const named = (event) => ({ ...event, actor: actors.get(event.actor) });
  return groups.map((group) =>
    group.length === 1
      ? line(named(group[0]), subjects[alone.indexOf(group[0])])
      : together(workspace, group.map(named)),
  );
}

/** How many are shown, and of how many. */
export function countInWords(shown, total) {
  if (total === 0) return "Nothing happened yet.";
  if (shown < total) return `The newest ${number(shown)} of ${number(total)}.`;
  return `${plural(total, { one: "event", other: "events" })}.`;
}

/** What each of them is about is read when somebody wants to know. */
function together(workspace, events) {
  const { event_type: type, actor, reason, created_at: at } = events[0];
  const each = h("details", { "data-key": `each ${type} ${at}` }, h("summary", {}, "Each of them"));
  let isMade = false;
  each.addEventListener("toggle", async () => {
    if (!each.open || isMade) return;
    isMade = true;
    const subjects = await subjectsOf(workspace, events);
    each.append(
      h(
        "ol",
        { class: "events", role: "list" },
        events.map((event, place) => line(event, subjects[place])),
      ),
    );
  });
  return h(
    "li",
    { class: "event" },
    h("span", { class: "event-many" }, kindsInWords(events)),
    h("span", { class: "quiet" }, `${eventInWords(type)} by ${actor}, `, moment(at), said(reason)),
    each,
  );
}

const said = (reason) => reason && [": ", h("span", { dir: "auto" }, reason)];

const LEARNER = "learner:";

/** Learners by their names, as far as they have one and are still here; all others as they are named in the events. */
async function namesOf(workspace, events) {
  const actors = [...new Set(events.map(({ actor }) => actor))];
  const names = await Promise.all(
    actors.map(async (actor) => {
      if (!actor.startsWith(LEARNER)) return actor;
      return (await workspace.learners.get(actor.slice(LEARNER.length)))?.name ?? actor;
    }),
  );
  return new Map(actors.map((actor, place) => [actor, names[place]]));
}

function line(event, { kind, name, href }) {
  const { entity_id: id, event_type: type, actor, reason, created_at: at, new_value: now } = event;
  const words = name || [`${kind} `, h("code", {}, id)];
  const version = now?.version > 1 ? ` as version ${now.version}` : "";
  return h(
    "li",
    { class: "event" },
    h(
      "span",
      {},
      type === "erased" || !href ? words : h("a", { href, "data-key": `event ${id} ${at}`, dir: "auto" }, words),
    ),
    h("span", { class: "quiet" }, `${eventInWords(type)}${version} by ${actor}, `, moment(at), said(reason)),
  );
}
