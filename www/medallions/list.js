// The list of medallions, filtered as one types, and kept up to date with every tab.

import { announce } from "../lib/announce.js";
import { coalesced, unlessRunning } from "../lib/coalesced.js";
import { fill, freshId, h } from "../lib/element.js";
import { attempt, showFailure } from "../lib/failure.js";
import { address, route } from "../lib/route.js";
import { count } from "../lib/words.js";
import { card } from "./card.js";
import { asWord, goesWith, isAsked, isEmpty, readFilter, suggestions } from "./filter.js";
import { loadSample } from "./sample.js";

const PAGE = 25;
/** What is asked for, by its name in the address. */
const IN_ADDRESS = { text: "scope", status: "status" };

/** `{element, mark(id)}`: the pane, and which medallion is being read beside it. */
export function listPane(workspace, scopes) {
  const asked = { text: "", status: "", limit: PAGE };
  let answer = { items: [], more: false, total: 0 };
  let opened;
  // Each change of the question makes answers to the one before it worthless.
  let question = 0;
  let stop = () => {};

  const filter = h("input", {
    id: freshId("filter"),
    type: "search",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: false,
    placeholder: "repo:x #tag",
    list: freshId("scopes"),
    oninput: () => {
      suggest();
      askFor({ text: filter.value });
    },
    onfocus: suggest,
  });
  const status = h(
    "select",
    { id: freshId("status"), onchange: () => askFor({ status: status.value }) },
    [
      ["", "Any status"],
      ["active", "Active"],
      ["stale", "Stale"],
      ["superseded", "Superseded"],
    ].map(([value, text]) => h("option", { value }, text)),
  );
  const told = h("p", { class: "told", id: freshId("told") });
  const problems = h("div");
  const cards = h("ol", { class: "cards", role: "list", "aria-label": "Medallions" });
  const more = h(
    "button",
    { type: "button", class: "button", hidden: true, onclick: () => ask({ limit: asked.limit + PAGE }) },
    "Show more",
  );
  const load = unlessRunning(() => attempt(problems, async () => announce(await loadSample(workspace))));
  const sample = h("button", { type: "button", class: "button quiet-button", onclick: load }, "Load the sample");
  filter.setAttribute("aria-describedby", told.id);
  const suggested = h("datalist", { id: filter.getAttribute("list") });

  const filters = h(
    "search",
    { class: "filters", hidden: true },
    h("div", { class: "field grow" }, h("label", { for: filter.id }, "Scope"), filter, suggested),
    h("div", { class: "field" }, h("label", { for: status.id }, "Status"), status),
  );
  const element = h(
    "section",
    { class: "list-pane", "aria-label": "All medallions" },
    h(
      "div",
      { class: "row between" },
      h("h2", {}, "Medallions"),
      h("a", { class: "button primary", href: address(["medallions", "new"]) }, "New checkpoint"),
    ),
    filters,
    told,
    problems,
    cards,
    h("div", { class: "row" }, more, sample),
  );

  /** Nodes and tags that what is typed can go on to, each behind the words that are whole. */
  function suggest() {
    fill(
      suggested,
      suggestions(filter.value, scopes).map(([value, found]) =>
        h("option", { value, label: count(found, "medallion") }),
      ),
    );
  }

  function draw() {
    const { partial, scope } = readFilter(asked.text, scopes);
    const shown = answer.items.filter((medallion) => goesWith(medallion, partial));
    fill(
      cards,
      shown.map((medallion) => h("li", {}, card(medallion, medallion.meta.medallion_id === opened, narrow))),
    );
    // What is hidden cannot keep the focus: who asked for more goes on with the first that came.
    const first = !answer.more && document.activeElement === more ? asked.limit - PAGE : undefined;
    more.hidden = !answer.more;
    if (first !== undefined) cards.querySelectorAll(".card-title")[first]?.focus();
    const isBare = asked.text === "" && asked.status === "" && answer.total === 0;
    filters.hidden = isBare;
    sample.hidden = isBare || answer.items.some(({ meta }) => meta.model === "the-project");
    const words = inWords({ partial, shown: shown.length, scope });
    if (told.textContent !== words) told.textContent = words;
  }

  function inWords({ partial, shown, scope }) {
    const kind = asked.status ? `${asked.status} ` : "";
    if (partial !== "") {
      const behind = answer.more ? ` of the newest ${answer.items.length}; finish the word to ask all` : "";
      return `${count(shown, `${kind}medallion`)} with “${partial}” in the scope${behind}.`;
    }
    if (isEmpty(scope)) {
      if (answer.total === 0) return asked.status ? `No ${kind}medallions.` : "Nothing here yet.";
      return shown < answer.total ? `The newest ${shown} of ${answer.total}.` : `${count(shown, `${kind}medallion`)}.`;
    }
    const least = answer.more ? "The newest " : "";
    return shown === 0
      ? `No ${kind}medallion has this scope.`
      : `${least}${count(shown, `${kind}medallion`)} in this scope.`;
  }

  /** A click on a node or a tag of a card asks for it, too. */
  function narrow(kind, label) {
    const word = asWord(kind, label, scopes);
    const words = filter.value.trim();
    filter.value = isAsked(words, word) ? `${words} ` : `${words} ${word} `.trimStart();
    filter.focus();
    askFor({ text: filter.value });
    announce(told.textContent, { seen: false });
  }

  /** What somebody asks for here, which can be kept as a link. */
  function askFor(change) {
    ask({ ...change, limit: PAGE });
    tellAddress();
  }

  function ask(change) {
    Object.assign(asked, change);
    const { scope } = readFilter(asked.text, scopes);
    const statuses = asked.status ? [asked.status] : ["active", "stale", "superseded"];
    const key = JSON.stringify([scope, statuses, asked.limit]);
    if (key === ask.key) return draw();
    ask.key = key;
    question += 1;
    stop();
    const mine = question;
    const take = (next) => {
      if (mine !== question) return;
      answer = next;
      showFailure(problems);
      draw();
    };
    const fail = (error) => mine === question && showFailure(problems, error);
    stop = isEmpty(scope)
      ? followAll({ limit: asked.limit, status: statuses }, take, fail)
      : followScope(scope, { limit: asked.limit + 1, status: statuses }, take, fail);
    return undefined;
  }

  /** All medallions, read again after each change of the workspace. */
  function followAll(options, take, fail) {
    const read = coalesced(async () => {
      try {
        const page = await workspace.medallions.list(options);
        take({ items: page.items, more: page.next !== undefined, total: page.total });
      } catch (error) {
        fail(error);
      }
    });
    read();
    return workspace.subscribe(read);
  }

  /** What a scope finds; the workspace calls again whenever that changes. One more than is shown
   * tells whether there is more. */
  function followScope(scope, options, take, fail) {
    let ended = false;
    let end = () => {};
    const tell = (list) => {
      const items = list.slice(0, options.limit - 1);
      take({ items, more: list.length > items.length, total: items.length });
    };
    workspace.medallions.watchScope(scope, options, tell).then((off) => {
      if (ended) off();
      else end = off;
    }, fail);
    return () => {
      ended = true;
      end();
    };
  }

  /** The address says what is asked; where it says nothing, what was asked before stays, and is written into it. */
  function follow(query) {
    const said = { text: query.get(IN_ADDRESS.text) ?? "", status: query.get(IN_ADDRESS.status) ?? "" };
    if (said.text === "" && said.status === "") {
      tellAddress();
      return;
    }
    filter.value = said.text;
    status.value = said.status;
    // What is no status asks for any.
    ask({ text: said.text, status: status.value, limit: PAGE });
  }

  function tellAddress() {
    const { parts, query } = route();
    for (const [name, key] of Object.entries(IN_ADDRESS)) {
      if (asked[name].trim() === "") query.delete(key);
      else query.set(key, asked[name].trim());
    }
    history.replaceState(history.state, "", address(parts, query));
  }

  ask({});
  // What a word is may turn out only now, and what can be suggested.
  scopes.follow(() => {
    suggest();
    ask({});
  });
  return {
    element,
    follow,
    mark(id) {
      if (opened === id) return;
      opened = id;
      draw();
    },
  };
}
