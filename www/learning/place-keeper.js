// Keeps the place inside a text: which of its parts stands at the top of the window.

const PAUSE_MS = 500;
const TOP = 120;

/** `save` gets `{part}`, counted from 0, once one has stopped scrolling, or goes away. */
export function placeKeeper(partsOf, save) {
  let timer;
  let saved = 0;

  function note() {
    const parts = partsOf();
    const place = parts.findIndex((part) => part.getBoundingClientRect().bottom > TOP);
    const part = place < 0 ? parts.length - 1 : place;
    if (part < 0 || part === saved) return;
    saved = part;
    save({ part });
  }

  /** Only a place that one has just scrolled to waits to be kept. */
  function now() {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    note();
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE_MS);
  };
  const hide = () => document.visibilityState === "hidden" && now();
  addEventListener("scroll", later, { passive: true });
  addEventListener("pagehide", now);
  document.addEventListener("visibilitychange", hide);

  /** Goes to where one was; answers the part, if it is not the beginning. */
  function restore(bookmark) {
    const part = partsOf()[bookmark?.part ?? 0];
    if (!bookmark || bookmark.part === 0 || !part) return undefined;
    saved = bookmark.part;
    part.scrollIntoView({ block: "start" });
    return part;
  }

  /** To be called while the text is still there: where one is now is kept. */
  function leave() {
    now();
    removeEventListener("scroll", later);
    removeEventListener("pagehide", now);
    document.removeEventListener("visibilitychange", hide);
  }

  return { restore, leave };
}
