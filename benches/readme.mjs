// Puts the newest tables into benches/README.md, between its marks.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { at } from "../scripts/lib/root.mjs";
import { bars, table } from "./table.mjs";

const README = at("benches", "README.md");

/** `result` is what `measure` gave, with `date`, `machine` and `rounds`. */
export function write(engine, suite, result) {
  const folder = at("benches", "results");
  mkdirSync(folder, { recursive: true });
  const name = suite === "medallions" ? engine : `${engine}-${suite}`;
  const file = `${result.date}-${name}.json`;
  writeFileSync(`${folder}/${file}`, `${JSON.stringify(result, rounded)}\n`);
  const text = [
    `${result.date}, ${result.browser} ${result.version}, ${result.rounds} rounds, on ${result.machine}.`,
    `Milliseconds: median and 95th percentile. Raw figures: [results/${file}](results/${file}).`,
    "",
    table(result),
    "",
    bars(result),
  ].join("\n");
  insert(name, text);
}

/** Puts a text between the marks of this name. */
export function insert(name, text) {
  const whole = readFileSync(README, "utf8");
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`benches/README.md has no marks for ${name}`);
  writeFileSync(README, `${whole.slice(0, from + begin.length)}\n\n${text}\n\n${whole.slice(to)}`);
}

const rounded = (_key, value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
