// A tree of links as the WAI-ARIA practices describe a navigation tree: arrows, Home, End, letters; one stop for Tab.

import { fill, freshId, h } from "./element.js";

/**
 * `{element, draw(roots, currentId)}`. A node is `{id, title, href, children, mark, note}`; `mark` and `note` are
 * elements before and behind the title. What is open stays open; a part that is the only one is open from the beginning.
 */
export function treeView({ label }) {
  const element = h("ul", { class: "tree", role: "tree", "aria-label": label, onkeydown: key, onclick: click });
  const opened = new Map();
  let roots = [];
  let current;
  let active;
  let parents = new Map();
  let alone = new Set();

  function draw(nextRoots, nextCurrent) {
    const isNew = nextCurrent !== current;
    roots = nextRoots;
    current = nextCurrent;
    parents = new Map();
    const note = (nodes, parent) => {
      for (const node of nodes) {
        parents.set(node.id, parent);
        note(node.children, node.id);
      }
    };
    note(roots, undefined);
    alone = new Set();
    for (let level = roots; level.length === 1; level = level[0].children) alone.add(level[0].id);
    if (isNew) {
      active = current;
      for (let id = parents.get(current); id !== undefined; id = parents.get(id)) opened.set(id, true);
      if (current !== undefined) opened.set(current, true);
    }
    redraw();
  }

  function redraw() {
    if (!shown().some(({ id }) => id === active)) active = roots[0]?.id;
    fill(
      element,
      roots.map((node) => item(node, 1)),
    );
  }

  const isOpen = (node) => opened.get(node.id) ?? (alone.has(node.id) || parents.get(node.id) === undefined);

  function item(node, level) {
    const hasChildren = node.children.length > 0;
    const groupId = hasChildren ? freshId("group") : undefined;
    const open = hasChildren && isOpen(node);
    const link = h(
      "a",
      {
        class: "tree-item",
        role: "treeitem",
        href: node.href,
        tabIndex: node.id === active ? 0 : -1,
        "aria-level": level,
        "aria-expanded": hasChildren ? String(open) : undefined,
        "aria-owns": open ? groupId : undefined,
        "aria-current": node.id === current ? "page" : undefined,
        "data-key": `tree ${node.id}`,
        "data-id": node.id,
      },
      h("span", { class: `twist ${hasChildren ? "" : "is-leaf"}`, "aria-hidden": "true" }),
      node.mark,
      h("span", { class: "tree-title", dir: "auto" }, node.title),
      node.note,
    );
    const children =
      open &&
      h(
        "ul",
        { role: "group", id: groupId },
        node.children.map((child) => item(child, level + 1)),
      );
    return h("li", { role: "none" }, link, children);
  }

  /** The nodes that can be seen, from top to bottom. */
  function shown() {
    const list = [];
    const add = (nodes) => {
      for (const node of nodes) {
        list.push(node);
        if (node.children.length > 0 && isOpen(node)) add(node.children);
      }
    };
    add(roots);
    return list;
  }

  function focus(id) {
    const links = [...element.querySelectorAll("[data-id]")];
    for (const link of links) link.tabIndex = link.dataset.id === id ? 0 : -1;
    active = id;
    links.find((link) => link.dataset.id === id)?.focus();
  }

  function toggle(node, open) {
    opened.set(node.id, open);
    redraw();
  }

  function click(event) {
    if (!event.target.classList.contains("twist") || event.target.classList.contains("is-leaf")) return;
    event.preventDefault();
    const { id } = event.target.parentElement.dataset;
    const node = shown().find((own) => own.id === id);
    if (node) toggle(node, !isOpen(node));
  }

  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const list = shown();
    const place = list.findIndex(({ id }) => id === event.target.dataset.id);
    if (place < 0) return;
    const node = list[place];
    // The arrow that points inwards is the other one where text runs from right to left.
    const isRtl = getComputedStyle(element).direction === "rtl";
    const [inwards, outwards] = isRtl ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
    const to = (own) => own && focus(own.id);
    if (event.key === "ArrowDown") to(list[place + 1]);
    else if (event.key === "ArrowUp") to(list[place - 1]);
    else if (event.key === "Home") to(list[0]);
    else if (event.key === "End") to(list.at(-1));
    else if (event.key === inwards && node.children.length > 0) {
      if (isOpen(node)) to(node.children[0]);
      else toggle(node, true);
    } else if (event.key === outwards) {
      if (node.children.length > 0 && isOpen(node)) toggle(node, false);
      else to(list.find(({ id }) => id === parents.get(node.id)));
    } else if (event.key.length === 1 && event.key !== " ") {
      const letter = event.key.toLocaleLowerCase();
      const rest = [...list.slice(place + 1), ...list.slice(0, place)];
      to(rest.find(({ title }) => title.toLocaleLowerCase().startsWith(letter)));
    } else return;
    event.preventDefault();
  }

  return { element, draw };
}
