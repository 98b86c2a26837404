// How long a call takes, from the call to the resolved value, in milliseconds.

/** Calls `action` for each item, one after the other; `{times, answers}`. */
export async function timeEach(items, action) {
  const times = [];
  const answers = [];
  for (const item of items) {
    const start = performance.now();
    const answer = await action(item);
    times.push(performance.now() - start);
    answers.push(answer);
  }
  return { times, answers };
}
