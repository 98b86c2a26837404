// Keeps half-given answers with the task: at once where something was chosen, a moment later where one types, and
// before the page goes away.

const PAUSE_MS = 400;

/** `save` gets the newest draft; it is never called twice at a time, nor beside what is done `inTurn`. */
export function draftKeeper(save, onError) {
  let pending;
  let timer;
  let running = Promise.resolve();

  function flush() {
    clearTimeout(timer);
    if (pending === undefined) return running;
    const draft = pending;
    pending = undefined;
    return inTurn(() => save(draft));
  }

  function inTurn(work) {
    running = running.then(work).catch(onError);
    return running;
  }

  function keep(draft, { typing }) {
    pending = draft;
    clearTimeout(timer);
    if (typing) timer = setTimeout(flush, PAUSE_MS);
    else flush();
  }

  const hide = () => document.visibilityState === "hidden" && flush();
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", hide);
  function leave() {
    removeEventListener("pagehide", flush);
    document.removeEventListener("visibilitychange", hide);
    return flush();
  }
  return { keep, flush, inTurn, leave };
}
