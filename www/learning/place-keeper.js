// Keeps the place inside a text: which of its parts stands at the top of the window.

const PAUSE_MS = 500;
const TOP = 120;

/** `save` gets `{part}`, counted from 0, once one has stopped scrolling. */
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

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE_MS);
  };
  addEventListener("scroll", later, { passive: true });

  /** Goes to where one was; answers the part, if it is not the beginning. */
  function restore(bookmark) {
    const part = partsOf()[bookmark?.part ?? 0];
    if (!bookmark || bookmark.part === 0 || !part) return undefined;
    saved = bookmark.part;
    part.scrollIntoView({ block: "start" });
    return part;
  }

  function leave() {
    clearTimeout(timer);
    removeEventListener("scroll", later);
  }

  return { restore, leave };
}
