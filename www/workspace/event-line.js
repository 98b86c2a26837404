// Events of the audit trail, as sentences.

import { h } from "../lib/element.js";
import { address } from "../lib/route.js";
import { moment } from "../lib/time-element.js";
import { eventInWords, headline } from "../lib/words.js";

/** A line for each event; what still exists is called by what it says now. */
export async function eventLines(workspace, events) {
  const ids = [...new Set(events.map(({ entity_id: id }) => id))];
  const found = await Promise.all(ids.map((id) => workspace.medallions.get(id).catch(() => undefined)));
  const titles = new Map(ids.map((id, place) => [id, found[place] && headline(found[place].summary.high_level)[0]]));
  return events.map((event) => line(event, titles.get(event.entity_id)));
}

function line({ entity_id: id, event_type: type, actor, reason, created_at: at, new_value: now }, title) {
  const name = title || h("code", {}, id);
  const version = now?.version > 1 ? ` as version ${now.version}` : "";
  return h(
    "li",
    { class: "event" },
    h(
      "span",
      {},
      type === "erased"
        ? name
        : h("a", { href: address(["medallions", "m", id]), "data-key": `event ${id} ${at}` }, name),
    ),
    h("span", { class: "quiet" }, `${eventInWords(type)}${version} by ${actor}, `, moment(at), reason && `: ${reason}`),
  );
}
