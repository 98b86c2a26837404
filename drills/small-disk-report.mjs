// What became of a small disk, for people: as a sentence, and as a row of drills/README.md.

import { readFileSync, writeFileSync } from "node:fs";
import { aligned } from "../benches/table.mjs";
import { at } from "../scripts/lib/root.mjs";

const README = at("drills", "README.md");
const RESULTS = at("drills", "small-disk.json");
const [BEGIN, END] = ["<!-- small disk -->", "<!-- end of small disk -->"];
const HEAD = [
  ...["engine", "date", "acknowledged", "refused with", "exported meanwhile", "seconds until it healed"],
  "after the next start",
];

export const diskSentence = (engine, { acknowledged, refused, full, partial, exported, seconds, thrownAway }) =>
  `${engine}: ${acknowledged.length} writes acknowledged, then ${refused.map(({ code }) => code).join(", ")}; ` +
  `${full.records} read and ${exported === partial ? "exported" : "exported in part, out of memory,"} meanwhile; ` +
  `healed after ${seconds.toFixed(1)} s; ${thrownAway === undefined ? "nothing lost" : thrown(thrownAway)}`;

const thrown = (said) =>
  `at the next start the browser threw everything away${said ? `: ${said}` : ", and did not say so"}`;

/** Keeps a result, in place of an older one of this engine, and puts all of them into the README. */
export function writeDisk(
  engine,
  { acknowledged, refused, partial, exported, seconds, thrownAway, machine, userAgent },
) {
  const results = JSON.parse(readFileSync(RESULTS, "utf8"));
  results[engine] = {
    ...{ date: new Date().toISOString().slice(0, 10), machine, userAgent },
    ...{ acknowledged: acknowledged.length, refused, exported: partial, isWhole: partial === exported },
    ...{ seconds: Math.round(seconds * 10) / 10, thrownAway },
  };
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
  const rows = Object.entries(results).map(([own, one]) =>
    [
      ...[own, one.date, one.acknowledged, one.refused[0].code],
      ...[`${one.exported}${one.isWhole ? "" : ", out of memory"}`, one.seconds],
      one.thrownAway === undefined ? "all is there" : "thrown away by the browser",
    ].map(String),
  );
  const whole = readFileSync(README, "utf8");
  const [from, to] = [whole.indexOf(BEGIN), whole.indexOf(END)];
  if (from < 0 || to < 0) throw new Error("drills/README.md has no marks for the small disk");
  writeFileSync(README, `${whole.slice(0, from + BEGIN.length)}\n\n${aligned([HEAD, ...rows])}\n\n${whole.slice(to)}`);
}
