// What a drill came to, for people: as a sentence, and as rows of drills/README.md.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { aligned } from "../benches/table.mjs";
import { at } from "../scripts/lib/root.mjs";

const RESULTS = at("drills", "results");
const README = at("drills", "README.md");
const [BEGIN, END] = ["<!-- results -->", "<!-- end of results -->"];
const HEAD = [
  ...["engine", "date", "kills", "in flight at each", "image being written", "history being rewritten"],
  ...["commits acknowledged", "lost", "torn", "problems", "thrown away by the browser"],
];

export function sentence(result) {
  const { kills, flying, image, history, thrownAway } = summary(result);
  return (
    `${result.engine}: ${kills} kills with ${flying} commits in flight, ${image} while the image was written and ` +
    `${history} while history was rewritten; ${result.acknowledged} commits acknowledged, 0 lost, 0 torn, 0 problems; ` +
    `${thrownAway} times the browser itself threw everything away`
  );
}

/** Keeps a result, in place of an older one of this engine, and puts all of them into the README. */
export function write(result) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${RESULTS}/${result.engine}.json`, `${JSON.stringify(result)}\n`);
  const names = readdirSync(RESULTS).sort();
  const results = names.map((name) => JSON.parse(readFileSync(`${RESULTS}/${name}`, "utf8")));
  const whole = readFileSync(README, "utf8");
  const [from, to] = [whole.indexOf(BEGIN), whole.indexOf(END)];
  if (from < 0 || to < 0) throw new Error("drills/README.md has no marks for the results");
  const text = [table(results), ...results.map(origin)].join("\n\n");
  writeFileSync(README, `${whole.slice(0, from + BEGIN.length)}\n\n${text}\n\n${whole.slice(to)}`);
}

/** A drill that found something wrong has no result: it ends with what it found. */
function table(results) {
  const rows = results.map((result) => {
    const { kills, flying, image, history, thrownAway } = summary(result);
    return [result.engine, result.date, kills, flying, image, history, result.acknowledged, 0, 0, 0, thrownAway];
  });
  return aligned([HEAD, ...rows.map((row) => row.map(String))]);
}

const origin = ({ engine, seed, commit, machine, userAgent, kills }) =>
  `${engine}: \`npm run drill -- --browsers ${engine} --kills ${kills.length} --seed ${seed}\` at ${commit}, on ` +
  `${machine}; \`${userAgent}\`. Each kill: [results/${engine}.json](results/${engine}.json).`;

function summary({ kills, thrownAway = [] }) {
  const flying = kills.map(({ inFlight }) => inFlight);
  const during = (work) => kills.filter((kill) => kill.during.includes(work)).length;
  return {
    kills: kills.length,
    flying: `${Math.min(...flying)} to ${Math.max(...flying)}`,
    image: during("image"),
    history: during("history"),
    thrownAway: thrownAway.length,
  };
}
