// Calls one after the other, in the order in which they were asked for, as models mean those that they
// ask for at once.

/** How long a call holds up those behind it, in milliseconds: it may wait for a function that never answers. */
const PATIENCE = 10_000;

/** A line of its own: a function that does some work when its turn has come, and answers with what comes of it. */
export function inTurn() {
  let turn = Promise.resolve();
  return (work) => {
    const answer = turn.then(work);
    turn = turn.then(() => overOrLate(answer));
    return answer;
  };
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
