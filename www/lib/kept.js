// What a reader has made of a part of the page (focus, what is unfolded, how far it is scrolled), over its redrawing.

/** By what a thing is found again: its key, else what it is called. */
function nameOf(element) {
  if (element.dataset.key !== undefined) return `key ${element.dataset.key}`;
  const own = element.localName === "details" ? element.firstElementChild : element;
  return `${element.localName} ${element.ariaLabel ?? own?.labels?.[0]?.textContent ?? own?.textContent}`;
}

/** Things of the same name are told apart by their order. */
function named(elements) {
  const counts = new Map();
  const found = new Map();
  for (const element of elements) {
    const name = nameOf(element);
    const number = counts.get(name) ?? 0;
    counts.set(name, number + 1);
    found.set(`${name} ${number}`, element);
  }
  return found;
}

const FOLDED = "details";
const SCROLLED = '[tabindex="0"]';

/** To be called before content is replaced; answers what is to be called afterwards. */
export function keepReading(container) {
  const active = document.activeElement;
  const focus = active !== container && container.contains(active) && nameAndKind(container, active);
  const folded = [...named(container.querySelectorAll(FOLDED))].map(([name, { open }]) => [name, open]);
  const scrolled = [...named(container.querySelectorAll(SCROLLED))]
    .filter(([, { scrollLeft, scrollTop }]) => scrollLeft !== 0 || scrollTop !== 0)
    .map(([name, { scrollLeft, scrollTop }]) => [name, scrollLeft, scrollTop]);
  return () => {
    if (folded.length > 0) unfold(named(container.querySelectorAll(FOLDED)), folded);
    if (scrolled.length > 0) {
      const all = named(container.querySelectorAll(SCROLLED));
      for (const [name, left, top] of scrolled) all.get(name)?.scrollTo({ left, top, behavior: "instant" });
    }
    if (focus) refocus(container, focus, active);
  };
}

const kindOf = (element) => (element.dataset.key === undefined ? element.localName : "[data-key]");

function nameAndKind(container, element) {
  const kind = kindOf(element);
  const all = named(container.querySelectorAll(kind));
  return [kind, [...all].find(([, own]) => own === element)[0]];
}

function unfold(all, folded) {
  for (const [name, open] of folded) {
    const details = all.get(name);
    if (!details || details.open === open) continue;
    details.open = open;
    // What is only made for who looks is made at once: what is scrolled below it must not jump.
    details.dispatchEvent(new Event("toggle"));
  }
}

function refocus(container, [kind, name], before) {
  const same = named(container.querySelectorAll(kind)).get(name);
  if (!same) return;
  if (before.localName === same.localName && /^(input|textarea|select)$/.test(same.localName)) goOn(same, before);
  same.focus({ preventScroll: true });
}

/** What is being written or chosen is not given up. */
function goOn(field, before) {
  const isText = field.localName === "textarea" || (field.localName === "input" && before.selectionStart !== null);
  const isPassing = before.dataset.passing !== undefined;
  if (isText || isPassing) field.value = before.value;
  if (isPassing) field.dataset.passing = "";
  if (isText) field.setSelectionRange(before.selectionStart, before.selectionEnd);
}
