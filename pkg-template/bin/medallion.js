#!/usr/bin/env node
// `medallion`: the command line of the package. It reads arguments and says how it went; what is
// done is in the files beside this one. Exit codes: 0 done, 1 it could not be done or a check found
// something, 2 the command itself is wrong.

import process from "node:process";
import { parseArgs } from "node:util";
import { COMMANDS } from "./commands.js";
import { Usage } from "./usage.js";

const OPTIONS = {
  append: { type: "string", multiple: true },
  assignee: { type: "string" },
  blocking: { type: "string" },
  critical: { type: "boolean" },
  "dry-run": { type: "boolean" },
  evidence: { type: "string" },
  hands: { type: "string" },
  help: { type: "boolean", short: "h" },
  id: { type: "string" },
  json: { type: "boolean" },
  mermaid: { type: "boolean" },
  note: { type: "string" },
  phase: { type: "string" },
  prd: { type: "string" },
  ready: { type: "boolean" },
  resolution: { type: "string" },
  set: { type: "string", multiple: true },
  severity: { type: "string" },
  status: { type: "string" },
  strict: { type: "boolean" },
  text: { type: "string" },
};

function help() {
  const lines = Object.entries(COMMANDS).map(
    ([name, { takes, says }]) => `  medallion plan ${name} ${takes}\n      ${says}`,
  );
  return [
    "Plans in markdown, whose front matter is the truth.",
    "",
    ...lines,
    "",
    "Every command takes --json; every one that writes takes --dry-run, which shows the lines only.",
    "",
  ].join("\n");
}

async function run(args) {
  let parsed;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Usage(error.message);
  }
  const [topic, name, ...rest] = parsed.positionals;
  if (parsed.values.help || topic === undefined)
    return { text: help(), code: topic === undefined && !parsed.values.help ? 2 : 0 };
  if (topic !== "plan") throw new Usage(`there is no ${topic}; try: medallion plan --help`);
  const command = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name] : undefined;
  if (!command) throw new Usage(`there is no ${name ?? "command"}; try: medallion --help`);
  const unused = Object.keys(parsed.values).filter((option) => ![...command.options, "json"].includes(option));
  if (unused.length > 0) throw new Usage(`${name} does not take --${unused[0]}`);
  const { text, json, code = 0 } = await command.run(rest, parsed.values);
  return { text: parsed.values.json ? `${JSON.stringify(json, null, 2)}\n` : text, code };
}

try {
  const { text, code } = await run(process.argv.slice(2));
  process.stdout.write(text);
  process.exitCode = code;
} catch (error) {
  const place = error.path ? ` (at ${error.path})` : "";
  process.stderr.write(`medallion: ${error.message}${place}\n`);
  process.exitCode = error instanceof Usage ? 2 : 1;
}
