// Finds the command that a line means, runs it and says what came of it: the answer on the standard
// output; what went wrong in words on the standard error, with an honest exit code.

import { existsSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { MedallionError, Workspace } from "../node.js";
import { helpOfAll, helpOfCommand, helpOfGroup, parse, UsageError } from "./usage.mjs";

export const DONE = 0;
export const REFUSED = 1;
export const MISUSED = 2;

/** A command cannot do what it was asked; the message says why, in words. */
export class Refusal extends Error {}

const say = (text) => process.stdout.write(text === "" || text.endsWith("\n") ? text : `${text}\n`);
const complain = (text) => process.stderr.write(`medallion: ${text}\n`);

/** The exit code. */
export async function run(commands, line) {
  const [first, second] = line;
  if (first === "--version") {
    say(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
    return DONE;
  }
  const found = Object.hasOwn(commands, first ?? "") ? commands[first] : undefined;
  if (found === undefined) return helpOrMisuse(first, line, "command", helpOfAll(commands), "medallion --help");
  if (found.commands === undefined) return runCommand(first, found, line.slice(1));
  const command = Object.hasOwn(found.commands, second ?? "") ? found.commands[second] : undefined;
  if (command === undefined) {
    return helpOrMisuse(second, line, `command of ${first}`, helpOfGroup(first, found), `medallion ${first} --help`);
  }
  return runCommand(`${first} ${second}`, command, line.slice(2));
}

function helpOrMisuse(name, line, kind, help, more) {
  if (line.includes("--help") || line.includes("-h")) {
    say(help);
    return DONE;
  }
  if (name === undefined) {
    process.stderr.write(`${help}\n`);
    return MISUSED;
  }
  complain(`"${name}" is no ${kind}\n${more} says what there is.`);
  return MISUSED;
}

async function runCommand(name, command, line) {
  try {
    const { values, args } = parse(command, line);
    if (values.help) {
      say(helpOfCommand(name, command));
      return DONE;
    }
    const { data, text, code = DONE, warnings = [] } = await perform(command, values, args);
    for (const warning of warnings) complain(warning);
    say(values.json ? JSON.stringify(data, null, 2) : text);
    return code;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\nmedallion ${name} --help says how it is called.`);
      return MISUSED;
    }
    complain(wordsOf(error));
    return REFUSED;
  }
}

/** What was not saved has not happened: a command that fails leaves the file as it was. */
async function perform(command, values, args) {
  if (command.workspace === undefined) return command.run({ values, args });
  const file = values.workspace ?? process.env.MEDALLION_WORKSPACE ?? "medallion.workspace";
  if (command.workspace === "read" && !existsSync(file)) {
    throw new Refusal(`there is no workspace ${file}; ingest, project create and learner create make one`);
  }
  for (let tries = 1; ; tries += 1) {
    const ws = await Workspace.open(NAME, { storage: "memory", file, actor: "admin" });
    const answer = await command.run({ ws, values, args });
    if (command.workspace !== "write" || (await saved(ws, tries))) return answer;
    // Somebody else has written meanwhile: the same again, on what they wrote.
    await Workspace.delete(NAME);
    await wait(PAUSE * tries * (0.5 + Math.random()));
  }
}

const NAME = "medallion";
const TRIES = 25;
const PAUSE = 20;

async function saved(ws, tries) {
  try {
    await ws.close();
    return true;
  } catch (error) {
    if (error.code !== "CONFLICT" || tries === TRIES) throw error;
    return false;
  }
}

function wordsOf(error) {
  if (error instanceof MedallionError) {
    const problems = error.details?.errors;
    return Array.isArray(problems) ? problemLines(problems).join("\n") : error.message;
  }
  // What the operating system says of files is in words already.
  if (error instanceof Refusal || error?.syscall !== undefined) return error.message;
  return `something went wrong inside: ${error?.stack ?? error}`;
}

/** Problems, a line for each. */
export function problemLines(problems) {
  return problems.map(({ path, message }) => (path && !message.startsWith(path) ? `${path}: ${message}` : message));
}
