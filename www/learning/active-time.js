// Active time on a step: what counts are seconds in which the page is seen and somebody does something now and then.

const TICK_MS = 1000;
const IDLE_MS = 60_000;
const REPORT_SECONDS = 15;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart"];

/** `report` gets whole seconds, now and then and at the end. */
export function activeTime(report) {
  let seconds = 0;
  let last = Date.now();
  const sign = () => {
    last = Date.now();
  };
  for (const name of SIGNS) addEventListener(name, sign, { passive: true, capture: true });

  function flush() {
    const spent = seconds;
    seconds = 0;
    return spent > 0 ? report(spent) : undefined;
  }

  const tick = () => {
    if (document.visibilityState !== "visible" || Date.now() - last > IDLE_MS) return;
    seconds += 1;
    if (seconds >= REPORT_SECONDS) flush();
  };
  const timer = setInterval(tick, TICK_MS);
  const hide = () => document.visibilityState === "hidden" && flush();
  document.addEventListener("visibilitychange", hide);
  addEventListener("pagehide", flush);

  return function stop() {
    clearInterval(timer);
    for (const name of SIGNS) removeEventListener(name, sign, { capture: true });
    document.removeEventListener("visibilitychange", hide);
    removeEventListener("pagehide", flush);
    return flush();
  };
}
