// One medallion, opened: what it says, what can be done with it, and how it came to be.

import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, h } from "../lib/element.js";
import { showFailure } from "../lib/failure.js";
import { address } from "../lib/route.js";
import { moment } from "../lib/time-element.js";
import { STATUS_MEANS, headline } from "../lib/words.js";
import { actions } from "./actions.js";
import { content } from "./content.js";
import { historySection } from "./history.js";
import { scopeLine } from "./scope-line.js";
import { seal } from "./seal.js";

/** The page of a medallion; it follows changes from any tab until `leave`. */
export function medallionPage(workspace, id) {
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "…");
  const facts = h("div", { class: "facts" });
  const lead = h("div");
  const problems = h("div");
  const body = h("div", { class: "stack loose" });
  const doing = actions(workspace, id);
  const history = historySection(workspace, id);
  const element = h(
    "article",
    { class: "page stack" },
    h("a", { class: "back", href: address(["medallions"]) }, "All medallions"),
    facts,
    title,
    lead,
    doing.element,
    problems,
    body,
    history.element,
  );
  let changedElsewhere = false;

  const refresh = coalesced(async () => {
    try {
      const [medallion, version] = await Promise.all([workspace.medallions.get(id), workspace.medallions.version(id)]);
      const versions = await history.refresh();
      const next = await nameOf(medallion?.meta.superseded_by);
      showFailure(problems);
      if (medallion) draw(medallion, version, next);
      else drawGone(versions);
      doing.show(medallion, versions);
    } catch (error) {
      // What cannot be read may have a past that can.
      if (error.code === "CORRUPT") drawDamaged(await history.refresh().catch(() => []));
      if (error.code === "VERSION_TOO_NEW") await drawNewer().catch(() => {});
      showFailure(problems, error);
    }
    document.title = `${title.textContent} · Medallion`;
  });

  /** What the one that holds instead says; its id, where it cannot be read. */
  async function nameOf(next) {
    const found = next && (await workspace.medallions.get(next.medallion_id).catch(() => undefined));
    return found ? headline(found.summary.high_level)[0] : next?.medallion_id;
  }

  function draw(medallion, version, next) {
    const { meta, summary, scope } = medallion;
    const [first, rest] = headline(summary.high_level);
    title.textContent = first || "Without a summary";
    fill(
      facts,
      seal(meta.status),
      h("span", {}, `Version ${version}`),
      h("span", {}, "updated ", moment(meta.updated_at)),
      h("span", {}, "written by ", h("code", {}, meta.model)),
    );
    fill(lead, rest && h("p", { class: "lead", dir: "auto" }, rest), scopeLine(scope), standing(meta, next));
    fill(body, content(medallion));
    if (changedElsewhere) announce(`Another window changed this medallion: it is now at version ${version}.`);
    changedElsewhere = false;
  }

  function standing({ status, superseded_by: next }, name) {
    if (status === "active") return undefined;
    return h(
      "p",
      { class: `standing is-${status}` },
      next
        ? [
            "Superseded by ",
            h("a", { href: address(["medallions", "m", next.medallion_id]), dir: "auto" }, `“${name}”`),
            next.reason && [": ", h("span", { dir: "auto" }, next.reason)],
          ]
        : STATUS_MEANS[status],
    );
  }

  function drawGone(versions) {
    const wasHere = versions.length > 0;
    title.textContent = wasHere ? "This medallion was deleted" : "There is no such medallion";
    fill(facts, h("code", {}, id));
    fill(
      lead,
      h(
        "p",
        { class: "lead" },
        wasHere
          ? "Its history stays, and any version can be brought back, or it can be erased for good."
          : "Nothing in this workspace has this id. It may have been erased, here or in another window.",
      ),
    );
    fill(body);
    if (changedElsewhere) announce("Another window took this medallion away.");
    changedElsewhere = false;
  }

  function drawDamaged(versions) {
    title.textContent = "This medallion cannot be read";
    fill(facts, h("code", {}, id));
    fill(
      lead,
      h(
        "p",
        { class: "lead" },
        "What is stored of it is damaged. Nothing else is touched by that. ",
        versions.length > 0
          ? `Version ${versions[0].version} is intact and can be written again.`
          : "It can be deleted, or erased for good.",
      ),
    );
    fill(body);
    doing.showDamaged(versions);
  }

  /** What a newer version of the package wrote is shown as it is stored, and left alone. */
  async function drawNewer() {
    title.textContent = "A newer version wrote this medallion";
    fill(facts, h("code", {}, id));
    fill(
      lead,
      h(
        "p",
        { class: "lead" },
        "This page is too old to read it. It is shown as it is stored, and nothing touches it.",
      ),
    );
    const { lines } = await workspace.inspect(id, { entityType: "medallion" });
    const text = JSON.stringify(lines[0]?.stored, undefined, 2);
    fill(body, h("section", {}, h("h2", {}, "As it is stored"), h("pre", { class: "stored", tabIndex: 0 }, text)));
    doing.showNewer(text);
  }

  refresh();
  const stop = workspace.subscribe((change) => {
    if (change.entity_id !== id) return;
    changedElsewhere ||= !change.local;
    refresh();
  });
  return {
    element,
    focus: () => beginAt(title),
    leave: () => {
      stop();
      document.title = "Medallion";
    },
  };
}
