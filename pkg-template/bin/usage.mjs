// How a command is called: what may stand in its line, what it is told in, and the help that
// follows from both. A command is
// `{summary, arguments: ["FILE"], options, workspace: "read" | "write", run}`, an option
// `{type, short, multiple, value: "WHAT", help, required, choices, from}` where `from` asks for whole
// numbers, a group `{summary, commands: {name: command}}`.

import { parseArgs } from "node:util";

/** The line was wrong: whoever typed it needs help, not an apology. */
export class UsageError extends Error {}

const HELP = { help: { type: "boolean", short: "h", help: "say how it is called" } };
const OUTPUT = { json: { type: "boolean", help: "answer in JSON" } };
const WORKSPACE = {
  workspace: {
    type: "string",
    short: "w",
    value: "FILE",
    help: "the workspace ($MEDALLION_WORKSPACE, or medallion.workspace here)",
  },
};

export function optionsOf(command) {
  return { ...command.options, ...(command.workspace && WORKSPACE), ...OUTPUT, ...HELP };
}

/** `{values, args}` of a line, checked. */
export function parse(command, line) {
  const options = Object.fromEntries(
    Object.entries(optionsOf(command)).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short && { short }) },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: line, options, allowPositionals: true });
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    throw new UsageError(error.message.split(". ")[0]);
  }
  const { values, positionals } = parsed;
  if (!values.help) check(command, values, positionals);
  return { values, args: positionals };
}

function check(command, values, given) {
  const wanted = command.arguments ?? [];
  const isMany = wanted.at(-1)?.endsWith("...");
  if (given.length < wanted.length) throw new UsageError(`${wanted[given.length].replace("...", "")} is missing`);
  if (given.length > wanted.length && !isMany) throw new UsageError(`"${given[wanted.length]}" is too much`);
  for (const [name, { required, choices, from }] of Object.entries(command.options ?? {})) {
    if (required && values[name] === undefined) throw new UsageError(`--${name} is missing`);
    if (values[name] === undefined) continue;
    if (choices && !choices.includes(values[name])) throw new UsageError(`--${name} is one of ${choices.join(", ")}`);
    if (from !== undefined) values[name] = wholeNumber(name, values[name], from);
  }
}

/** The whole number that an option was given. */
function wholeNumber(name, value, from) {
  if (!/^\d{1,9}$/.test(value) || Number(value) < from) {
    throw new UsageError(`--${name} is a whole number from ${from}, not "${value}"`);
  }
  return Number(value);
}

export function helpOfAll(commands) {
  const groups = Object.entries(commands).map(([name, { summary }]) => [name, summary]);
  return [
    "Usage: medallion COMMAND ...",
    "",
    ...columns(groups),
    "",
    "medallion COMMAND --help says more, medallion --version which version this is. It ends with 0 when",
    "it is done, 1 when it was refused, 2 when it was called wrongly.",
  ].join("\n");
}

export function helpOfGroup(name, { summary, commands }) {
  const lines = Object.entries(commands).map(([own, command]) => [signature(own, command), command.summary]);
  return [`Usage: medallion ${name} COMMAND ...`, "", summary, "", ...columns(lines)].join("\n");
}

export function helpOfCommand(name, command) {
  const lines = Object.entries(optionsOf(command)).map(([own, { short, value, choices, help }]) => {
    const sign = `${short ? `-${short}, ` : "    "}--${own}${value ? ` ${value}` : ""}`;
    return [sign, choices ? `${help} (${choices.join(", ")})` : help];
  });
  return [`Usage: medallion ${signature(name, command)} [OPTIONS]`, "", command.summary, "", ...columns(lines)].join(
    "\n",
  );
}

function signature(name, command) {
  const required = Object.entries(command.options ?? {}).filter(([, { required: is }]) => is);
  return [name, ...(command.arguments ?? []), ...required.map(([own, { value }]) => `--${own} ${value}`)].join(" ");
}

function columns(lines) {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
