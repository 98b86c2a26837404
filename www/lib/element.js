// Makes elements, and puts new content in place without losing the reader's focus.

/**
 * An element with properties and children. `class`, `for`, `role`, `list` and names with a dash are attributes,
 * `on…` are listeners, anything else is a property. Children that are empty are left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || ["class", "for", "role", "list"].includes(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat(Infinity).filter(isContent));
  return element;
}

const isContent = (child) => child !== undefined && child !== null && child !== false && child !== "";

/**
 * Replaces all content. Who had the focus on something with a `data-key` has it afterwards on
 * what now has that key.
 */
export function fill(container, ...children) {
  const key = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  container.replaceChildren(...children.flat(Infinity).filter(isContent));
  if (key !== undefined) {
    const same = [...container.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
    same?.focus({ preventScroll: true });
  }
}

let counter = 0;

/** An id that is nowhere else in the page. */
export const freshId = (word) => `${word}-${(counter += 1)}`;

/** Begins a page, with its heading in focus and from its top. */
export function beginAt(title) {
  title.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}
