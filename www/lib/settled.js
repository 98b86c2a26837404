// A choice counts once somebody has settled on it.

/** Keys that go through a closed list; those that open it are none of these. */
const WALKS = /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down)|[^ ])$/u;

/**
 * Calls `take` with the value that somebody has settled on. With the keyboard one passes other values on the way, and the
 * browser says of each that it is the new one: there Enter settles it, or leaving the field, and Escape takes it back.
 */
export function onSettled(select, take) {
  let settled = select.value;
  let isWalking = false;

  function settle() {
    mark();
    if (select.value === settled) return;
    settled = select.value;
    mark();
    take(settled);
  }

  /** What is only passed is told from what is so, where the field is drawn anew. */
  function mark() {
    if (select.value === settled) delete select.dataset.passing;
    else select.dataset.passing = "";
  }

  function walk(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !WALKS.test(event.key)) return;
    isWalking = true;
    // What the key does is done by then; a list that it opened, as some systems do, is chosen from later.
    setTimeout(() => {
      isWalking = false;
    });
  }

  function key(event) {
    walk(event);
    if (select.value === settled) return;
    if (event.key === "Enter") {
      event.preventDefault();
      settle();
    } else if (event.key === "Escape") {
      select.value = settled;
      mark();
    }
  }

  select.addEventListener("keydown", key);
  // A letter goes to what begins with it only now.
  select.addEventListener("keypress", walk);
  select.addEventListener("change", () => {
    mark();
    if (!isWalking) settle();
  });
  // Who draws the page anew takes the field away, and leaves it for nobody.
  select.addEventListener("blur", () => queueMicrotask(() => select.isConnected && settle()));
  return {
    /** The value that is the true one now. */
    set(value) {
      select.value = value;
      settled = value;
      mark();
    },
  };
}
