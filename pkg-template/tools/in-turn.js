// Calls one after the other, in the order in which they were asked for, as models mean those that they
// ask for at once.

/**
 * How long a call holds up those behind it, in milliseconds: it may wait for a function that never answers, or for one
 * that makes a call itself.
 */
const PATIENCE = 3_000;

/**
 * A line of its own: a function that does some work when its turn has come, and answers with what comes of it. A
 * signal that comes before keeps it from being done, at once and with what `ended` makes of the signal; what is done
 * then it does not end.
 */
export function inTurn(ended) {
  let turn = Promise.resolve();
  return (work, signal) => {
    const waiting = new AbortController();
    const answer = turn.then(() => {
      waiting.abort();
      if (signal?.aborted) throw ended(signal);
      return work();
    });
    turn = turn.then(() => overOrLate(answer));
    return signal ? Promise.race([answer, endOf(signal, ended, waiting.signal)]) : answer;
  };
}

/** Fails as soon as it is ended, unless the turn comes first. */
function endOf(signal, ended, unless) {
  return new Promise((resolve, reject) => {
    const end = () => reject(ended(signal));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true, signal: unless });
  });
}

function overOrLate(answer) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE);
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    answer.then(over, over);
  });
}
