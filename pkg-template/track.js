// Counts how long a learner is active in a page, and writes it down. What counts as active is
// active-time.js.

import { ActiveTime } from "./active-time.js";
import { SchemaValidationError, StoreError } from "./errors.js";

const TICK = 1_000;
/** How often time is written, in milliseconds. */
const WRITE = 30_000;
/** The most that one record takes, in seconds. */
const MOST = 86_400;

const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

/** Errors after which writing again can never help. */
const HOPELESS = new Set(["CLOSED", "EVICTED", "INVALID", "NOT_FOUND", "PERMISSION_DENIED", "POISONED"]);

/** The page that this runs in. */
function thisPage() {
  const { document } = globalThis;
  if (document === undefined) {
    throw new StoreError("UNAVAILABLE", "active time is counted in a page, and there is none here");
  }
  return {
    window: globalThis,
    isShown: () => document.visibilityState === "visible",
    now: () => performance.now(),
    setInterval: (call, milliseconds) => setInterval(call, milliseconds),
    clearInterval: (timer) => clearInterval(timer),
  };
}

/**
 * Starts counting. `record(seconds)` writes; `page` is what is looked at. Time that could not be
 * written is kept, and written with what follows.
 */
export function track(record, page) {
  const active = new ActiveTime(page.now(), page.isShown());
  let writing = Promise.resolve();
  let writtenAt = page.now();
  let failure;
  let end;

  const write = () => {
    writtenAt = page.now();
    writing = writing.then(async () => {
      const seconds = Math.min(active.seconds, MOST);
      if (seconds === 0) return;
      try {
        await record(seconds);
        active.take(seconds);
        failure = undefined;
      } catch (error) {
        failure = error;
        if (HOPELESS.has(error?.code)) rest();
      }
    });
    return writing;
  };

  const tick = () => {
    active.moment(page.now());
    if (page.now() - writtenAt >= WRITE) write();
  };
  const input = () => active.input(page.now());
  const turn = () => {
    active.show(page.now(), page.isShown());
    // A page that is hidden may never be heard of again.
    if (!page.isShown()) write();
  };
  const leave = () => {
    active.moment(page.now());
    write();
  };

  const listeners = [
    ...INPUTS.map((name) => [name, input]),
    // "visibilitychange" is the document's, and bubbles.
    ["visibilitychange", turn],
    ["pageshow", turn],
    ["pagehide", leave],
  ];
  const options = { capture: true, passive: true };
  for (const [name, listener] of listeners) page.window.addEventListener(name, listener, options);
  const timer = page.setInterval(tick, TICK);

  function rest() {
    page.clearInterval(timer);
    for (const [name, listener] of listeners) page.window.removeEventListener(name, listener, options);
  }

  async function finish() {
    active.moment(page.now());
    rest();
    await write();
    if (failure !== undefined) throw failure;
  }

  return {
    /** Ends it; what was counted is written when the promise resolves. Ending again changes nothing. */
    stop: () => (end ??= finish()),
  };
}

/** Counts for a learner and a task in the page that this runs in. */
export function trackHere(progress, learnerId, taskId) {
  for (const [path, value] of Object.entries({ learnerId, taskId })) {
    if (typeof value !== "string" || value === "") {
      throw new SchemaValidationError("INVALID", `${path}: must be text`, { path });
    }
  }
  return track((seconds) => progress.recordTime(learnerId, taskId, seconds), thisPage());
}
