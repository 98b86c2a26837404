// What stands around every room: the header, the way between rooms, and the workspace's own page.

import { h } from "../lib/element.js";
import { address, onRoute } from "../lib/route.js";
import { scrollKeeper } from "../lib/scroll.js";
import { workspacePage } from "../workspace/page.js";
import { storageBanner } from "./banner.js";
import { rooms } from "./rooms.js";

/** The header and the main part, which follow the address. */
export function shell(workspace) {
  const places = [...rooms, { name: "workspace", title: "Workspace", make: workspacePage }];
  const links = new Map();
  const link = ({ name, title }) => {
    const element = h("a", { href: address([name]) }, title);
    links.set(name, element);
    return element;
  };
  // With one room the mark leads there, and a navigation of one would only be in the way.
  const shown = rooms.length > 1 ? places : places.filter(({ name }) => name === "workspace");
  const header = h(
    "header",
    { class: "top" },
    h("a", { class: "brand", href: address([rooms[0].name]) }, mark(), "Medallion"),
    h("nav", { "aria-label": "Places" }, shown.map(link)),
  );
  const main = h("main", { id: "content", tabIndex: -1 });

  // Its address is for who has no script: here the part after the # is the place in the app.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });

  // A file that is dropped beside the place for it would be opened instead of the app.
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());

  const made = new Map();
  const scroll = scrollKeeper();
  let current;
  onRoute(({ parts, query }) => {
    scroll.leave();
    const place = places.find(({ name }) => name === parts[0]) ?? places[0];
    if (!made.has(place)) made.set(place, place.make(workspace));
    const room = made.get(place);
    if (current !== room) {
      current?.leave?.();
      main.replaceChildren(room.element);
      current = room;
    }
    for (const [name, element] of links) {
      if (name === place.name) element.setAttribute("aria-current", "page");
      else element.removeAttribute("aria-current");
    }
    room.show(parts.slice(1), query);
    scroll.arrive();
  });
  return [header, storageBanner(workspace), main];
}

/** The mark beside the name; it says nothing that the name does not. */
function mark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 32 32", "aria-hidden": "true", class: "mark" })) {
    svg.setAttribute(name, value);
  }
  svg.innerHTML =
    '<circle cx="16" cy="16" r="15" fill="currentColor"/>' +
    '<circle cx="16" cy="16" r="11.5" fill="none" stroke="var(--paper)" stroke-width="1.2"/>' +
    '<path d="M10.5 21V11.5l5.5 6 5.5-6V21" fill="none" stroke="var(--paper)" stroke-width="1.8" ' +
    'stroke-linejoin="round" stroke-linecap="round"/>';
  return svg;
}
