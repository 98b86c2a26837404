// A disk that is full: writes until the browser refuses, looks what is still to be had, and goes on
// when the server has made room.

import { medallion } from "./documents.js";
import { stored } from "./raw.js";
import { tell, tellAtOnce } from "./station.js";

const SCOPE = { tags: ["drill"] };
/** About 100 KB. */
const LARGE = { parts: 200 };
const REFUSED = 3;
const MOST = 2_000;
/** The browser looks at its disk now and again only. */
const PATIENCE_SECONDS = 120;

const pause = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** What a call comes to, or the code that it fails with. */
const outcome = (call) =>
  call.then(
    (value) => ({ value }),
    ({ code, message }) => ({ code: code ?? "none", message }),
  );

export async function fillTheDisk(open) {
  const ws = await open();
  const told = [];
  ws.subscribe(({ entity_type, event_type, new_value }) => {
    if (entity_type === "workspace") told.push([event_type, new_value?.code].filter(Boolean).join(" "));
  });
  const acknowledged = [];
  const write = async (options) => {
    const id = `med-${acknowledged.length + write.refused.length}`;
    const { code, message } = await outcome(ws.medallions.create(medallion(id, options)));
    if (code) write.refused.push({ id, code, message });
    else acknowledged.push(id);
    return code;
  };
  write.refused = [];

  for (let number = 0; number < 20; number += 1) await write({ parts: 20 });
  await ws.flush();
  await tellAtOnce({ type: "fill" });
  while (write.refused.length < REFUSED && acknowledged.length < MOST) await write(LARGE);
  const refused = [...write.refused];

  const unreadable = [];
  for (const id of acknowledged) {
    const { value } = await outcome(ws.medallions.get(id));
    if (value?.meta.medallion_id !== id) unreadable.push(id);
  }
  const found = await outcome(ws.medallions.latestForScope(SCOPE, { limit: 5 }));
  const full = await ws.health();
  const lines = async (options) => (await (await ws.export(options)).text()).trim().split("\n").length - 1;
  const exported = await outcome(lines());
  const partial = await outcome(lines({ partial: true }));

  await tellAtOnce({ type: "free" });
  const since = performance.now();
  while ((await write({})) !== undefined && performance.now() - since < PATIENCE_SECONDS * 1000) await pause(250);
  const seconds = (performance.now() - since) / 1000;
  await write(LARGE);
  await ws.flush();
  const healed = await ws.health();
  tell({
    type: "small disk",
    userAgent: navigator.userAgent,
    acknowledged,
    refused,
    alsoRefused: write.refused.slice(refused.length),
    unreadable,
    found: found.value?.length ?? found.code,
    full: { degraded: full.degraded, records: full.records.medallion, problems: full.problems },
    exported: exported.code ?? exported.value,
    partial: partial.code ?? partial.value,
    seconds,
    healed: { degraded: healed.degraded, records: healed.records.medallion, problems: healed.problems },
    told,
  });
}

/** After the next start: which are there, and what the browser says if nothing is. */
export async function lookAtTheDisk(open) {
  const { loss } = await stored();
  const ws = await open();
  const ids = [];
  let before;
  do {
    const page = await ws.medallions.list({ limit: 500, before });
    ids.push(...page.items.map((own) => own.meta.medallion_id));
    before = page.next;
  } while (before);
  const { problems, degraded } = await ws.health();
  tell({ type: "after", loss, ids, problems, degraded });
}
