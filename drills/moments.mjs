// When the browser is killed: at random, from a seed, in one of three kinds of work.

/** Writes only; the image is being written; history is being rewritten. */
const MODES = ["writes", "image", "history"];

export const modeOf = (round) => MODES[round % MODES.length];

/** `{isReached(round), delay}`: at what point of the round, and how many milliseconds behind it. */
export function momentOf(mode, random) {
  const acknowledged = 10 + random.below(110);
  const transactions = mode === "history" ? 1 + random.below(12) : 1;
  const often = ({ stored }) => stored >= acknowledged;
  if (mode === "writes") return { isReached: often, delay: random.below(30) };
  // What is wanted goes on for some milliseconds only. Should it never come, the kill does.
  const isReached = ({ begun, stored }) => begun[mode] >= transactions || stored >= 1000;
  return { isReached, delay: random.below(3) };
}
