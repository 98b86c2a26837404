// Events of the audit trail, as sentences.

import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";
import { eventInWords } from "../lib/words.js";
import { subjectsOf } from "./event-subject.js";

/** A line for each event; what still exists is called by what it says now. */
export async function eventLines(workspace, events) {
  const [subjects, actors] = await Promise.all([subjectsOf(workspace, events), namesOf(workspace, events)]);
  return events.map((event, place) => line({ ...event, actor: actors.get(event.actor) }, subjects[place]));
}

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
    h("span", { class: "quiet" }, `${eventInWords(type)}${version} by ${actor}, `, moment(at), reason && `: ${reason}`),
  );
}
