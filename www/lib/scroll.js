// How far one had scrolled comes back with the place: the browser cannot do that for what is only read then.

const KEY = "medallion scrolled";
/** What a reader does who goes elsewhere by themselves. */
const MOVES = ["wheel", "touchstart", "keydown", "pointerdown"];

/** `{leave(), arrive()}`, to be called before and after a place of the app is shown. */
export function scrollKeeper() {
  history.scrollRestoration = "manual";
  const kept = read();
  let here;
  let stop = () => {};

  function leave() {
    stop();
    if (here !== undefined) kept[here] = Math.round(scrollY);
  }

  /** An entry of the history that was here before is gone back to. */
  function arrive() {
    const known = history.state?.entry;
    here = known ?? String(Date.now() + Math.random());
    if (known === undefined) history.replaceState({ ...history.state, entry: here }, "");
    else if (kept[known] > 0) scrollWhenLongEnough(kept[known]);
  }

  function scrollWhenLongEnough(top) {
    const follow = () => {
      scrollTo({ top, behavior: "instant" });
      if (scrollY >= top - 1) stop();
    };
    const grows = new ResizeObserver(follow);
    stop = () => {
      grows.disconnect();
      for (const move of MOVES) removeEventListener(move, stop);
    };
    for (const move of MOVES) addEventListener(move, stop, { passive: true });
    grows.observe(document.body);
    follow();
  }

  addEventListener("pagehide", () => {
    leave();
    write(kept);
  });
  return { leave, arrive };
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function write(kept) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A full or forbidden store: after a reload one begins at the top.
  }
}
