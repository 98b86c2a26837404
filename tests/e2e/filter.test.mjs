// What is typed into the filter of the list of medallions, and which scope is asked with it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asWord, isAsked, readFilter, suggestions } from "../../www/medallions/filter.js";

const known = (nodes, tags) => ({
  isNode: (text) => nodes.includes(text),
  isTag: (text) => tags.includes(text),
  all: () => [...nodes.map((own) => ["node", own, 1]), ...tags.map((own) => ["tag", own, 1])],
});
const nothing = known([], []);

test("the word of a node or a tag asks for it, whatever it is called and whether it is known", () => {
  const labels = ["repo:x", "#12", "plain", "two words", 'say "x", y', '"', 'a"b', "a,b", "#", "x:#y", 'q"', "ü b:c"];
  for (const scopes of [nothing, known(labels, labels), known([], labels), known(labels, [])]) {
    for (const label of labels) {
      const node = readFilter(`${asWord("node", label, scopes)} `, scopes);
      assert.deepEqual(node, { scope: { graph_nodes: [label], tags: [] }, partial: "" }, `node ${label}`);
      const tag = readFilter(`${asWord("tag", label, scopes)} `, scopes);
      assert.deepEqual(tag, { scope: { graph_nodes: [], tags: [label] }, partial: "" }, `tag ${label}`);
    }
  }
});

test("a word is asked for once, also one of several words", () => {
  const word = asWord("tag", "two words", nothing);
  assert.equal(isAsked("", word), false);
  assert.equal(isAsked(`repo:x ${word}`, word), true);
  assert.equal(isAsked('#"two wordss"', word), false);
});

test("what is typed is a node with a colon or where it is known as one, a tag otherwise, and partial at the end", () => {
  const scopes = known(["soil lab", "x"], ["parser"]);
  const { scope } = readFilter('repo:a x parser "soil lab" other ', scopes);
  assert.deepEqual(scope, { graph_nodes: ["repo:a", "x", "soil lab"], tags: ["parser", "other"] });
  assert.equal(readFilter("repo:a #par", scopes).partial, "par");
  assert.equal(readFilter('repo:a "soil', scopes).partial, "soil");
  assert.deepEqual(suggestions("repo:a #par", scopes), [["repo:a #parser ", 1]]);
  assert.deepEqual(suggestions('"soi', scopes), [['"soil lab" ', 1]]);
});
