// Nobody loses their place: where what had the focus goes away, the focus goes to what is the same now, or near it.

const HEADINGS = "h1, h2, h3, h4";
/** What a heading says that has no name yet. */
const UNNAMED = "…";

const isShown = (element) => element.isConnected && element.getClientRects().length > 0;
const canHold = (element) => isShown(element) && !element.disabled;

/** What is to be remembered of an element, so that its place is found when it is gone. */
export function placeOf(element) {
  const above = [];
  for (let own = element.parentElement; own; own = own.parentElement) above.push(own);
  return { element, key: element.dataset?.key, near: element.dataset?.near, above };
}

/** Focuses what was there, else what has its key now, else what it names as near, else the heading above it. */
export function goBackTo({ element, key, near, above }) {
  const all = [...document.querySelectorAll("[data-key]")];
  const keyed = (wanted) => wanted !== undefined && all.find((own) => own.dataset.key === wanted && canHold(own));
  const same = canHold(element) ? element : keyed(key) || keyed(near);
  if (same) same.focus({ preventScroll: true });
  else focusNamed(headingNear(above.filter(isShown)));
}

function headingNear(places) {
  for (const place of places) {
    const headings = [...place.querySelectorAll(HEADINGS)].filter(isShown);
    // Of a whole page it is its title.
    const heading = headings.find(({ localName }) => localName === "h1") ?? headings[0];
    if (heading) return heading;
  }
  return document.querySelector("main");
}

/** Who hears a heading must hear what it says: one that has no name yet is waited for, unless one goes elsewhere. */
export function focusNamed(heading) {
  if (!heading) return;
  if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
  if (heading.textContent !== UNNAMED) {
    heading.focus({ preventScroll: true });
    return;
  }
  document.activeElement?.blur?.();
  const named = new MutationObserver(() => {
    stop();
    if (heading.isConnected) heading.focus({ preventScroll: true });
  });
  function stop() {
    named.disconnect();
    document.removeEventListener("focusin", stop);
  }
  named.observe(heading, { childList: true, characterData: true, subtree: true });
  document.addEventListener("focusin", stop);
}

/** From now on no change of the page loses the focus. */
export function keepFocus() {
  let last;
  document.addEventListener("focusin", ({ target }) => {
    last = placeOf(target);
  });
  // Who leaves by themselves is not called back.
  document.addEventListener("focusout", ({ target }) => {
    queueMicrotask(() => {
      const isGivenUp = last?.element === target && document.activeElement !== target && document.hasFocus();
      if (isGivenUp && canHold(target)) last = undefined;
    });
  });
  const look = () => {
    if (last === undefined || canHold(last.element)) return;
    const { activeElement: active } = document;
    const isLost = active === null || active === document.body || active === last.element;
    if (isLost) goBackTo(last);
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["hidden", "disabled"],
  });
}
