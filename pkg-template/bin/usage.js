// The command itself is wrong; nothing was done.

export class Usage extends Error {}

/** The arguments of a command, as many as it names. */
export function take(args, ...names) {
  if (args.length < names.length) throw new Usage(`${names[args.length]} is missing`);
  if (args.length > names.length) throw new Usage(`${args[names.length]} is one argument too many`);
  return args;
}
