// One event of the audit trail, as a sentence.

import { h } from "../lib/element.js";
import { address } from "../lib/route.js";
import { moment } from "../lib/time-element.js";
import { eventInWords } from "../lib/words.js";

export function eventLine(event) {
  const { entity_id: id, event_type: type, actor, reason, created_at: at, new_value: now } = event;
  const name =
    type === "erased" ? h("code", {}, id) : h("a", { href: address(["medallions", "m", id]) }, h("code", {}, id));
  const version = now?.version ? ` (version ${now.version})` : "";
  return h(
    "li",
    { class: "event" },
    h("span", {}, name, ` ${eventInWords(type)}${version}`),
    h("span", { class: "quiet" }, `by ${actor}`, reason && `: ${reason}`, " · ", moment(at)),
  );
}
