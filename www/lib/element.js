// Makes elements, and puts new content in place without losing what the reader has made of the old.

import { focusNamed } from "./focus.js";
import { keepReading } from "./kept.js";

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

/** What parts of the page were drawn from, so that what is as it was is left alone. */
const drawnFrom = new WeakMap();

/** Replaces all content. What the reader has unfolded, scrolled and focused in it stays so, by key or by name. */
export function fill(container, ...children) {
  drawnFrom.delete(container);
  const restore = keepReading(container);
  container.replaceChildren(...children.flat(Infinity).filter(isContent));
  restore();
}

/** Fills a part of the page with what `make` makes, unless it was last drawn from the same data. */
export function fillFrom(container, data, make) {
  const own = JSON.stringify([data]);
  if (drawnFrom.get(container) === own) return;
  fill(container, make());
  drawnFrom.set(container, own);
}

let counter = 0;

/** An id that is nowhere else in the page. */
export const freshId = (word) => `${word}-${(counter += 1)}`;

/** Begins a page, with its heading in focus and from its top. */
export function beginAt(title) {
  focusNamed(title);
  scrollTo({ top: 0 });
}
