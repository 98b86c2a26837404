// Runs a piece of work again and again, but never twice at a time and never more than needed.

/** Calling it while it runs does nothing. The button that was pressed keeps the focus, which a disabled one loses. */
export function unlessRunning(work) {
  let running;
  return (...given) => {
    running ??= work(...given).finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** Calling it while it runs makes it run once more afterwards, however often it was called. */
export function coalesced(work) {
  const state = { running: undefined, again: false };
  const loop = async () => {
    try {
      do {
        state.again = false;
        await work();
      } while (state.again);
    } finally {
      state.running = undefined;
    }
  };
  return () => {
    state.again = true;
    state.running ??= loop();
    return state.running;
  };
}
