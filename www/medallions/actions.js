// What can be done with a medallion: judge it, hand it on, forget it.

import { stringifyMedallion } from "medallion";
import { announce } from "../lib/announce.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { copy, download } from "../lib/download.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { address } from "../lib/route.js";
import { headline } from "../lib/words.js";

/** How many are offered to hold instead. */
const OFFERED = 200;

/** A row of buttons; `show` fits it to the medallion, or to what is left of one. */
export function actions(workspace, id) {
  const { medallions } = workspace;
  const buttons = h("div", { class: "row actions", role: "group", "aria-label": "What can be done" });
  const problems = h("div");
  let current;
  let lastVersions = [];

  const button = (label, onclick, kind = "") =>
    h("button", { type: "button", class: `button ${kind}`, "data-key": `action ${label}`, onclick }, label);

  function show(medallion, versions) {
    current = medallion;
    lastVersions = versions;
    const exists = medallion !== undefined;
    const status = medallion?.meta.status;
    fill(
      buttons,
      exists &&
        h("a", { class: "button primary", href: address(["medallions", "new"], { from: id }) }, "Checkpoint again"),
      exists &&
        h("a", { class: "button", href: address(["medallions", "prompt"], { from: id }) }, "For the next session"),
      exists && status !== "active" && button("Mark as active", () => setStatus("active")),
      exists && status === "active" && button("Mark as stale", () => setStatus("stale")),
      exists && status !== "superseded" && button("Superseded by…", supersede),
      exists && button("Copy JSON", copyJson),
      exists && button("Download JSON", downloadJson),
      exists && button("Delete…", remove, "danger-quiet"),
      !exists && versions.length > 0 && button("Bring it back", bringBack),
      versions.length > 0 && button("Erase…", erase, "danger-quiet"),
    );
  }

  /** What is damaged can be replaced by its last intact version, or let go. */
  function showDamaged(versions) {
    lastVersions = versions;
    fill(
      buttons,
      versions.length > 0 && button(`Write version ${versions[0].version} again`, writeAgain),
      button("Delete…", remove, "danger-quiet"),
      button("Erase…", erase, "danger-quiet"),
    );
  }

  /** What this page cannot read can be taken along as it is. */
  function showNewer(text) {
    fill(
      buttons,
      button("Copy JSON", () =>
        attempt(problems, async () => {
          await copy(text);
          announce("What is stored is on the clipboard.");
        }),
      ),
      button("Download JSON", () => download(new Blob([text], { type: "application/json" }), `${id}.json`)),
    );
  }

  const why = (value) => (value.trim() === "" ? {} : { reason: value.trim() });

  function setStatus(status) {
    const means =
      status === "stale"
        ? "Queries by scope no longer find it unless they ask for stale ones, and a checkpoint of its scope starts a new medallion."
        : "Queries by scope find it again, and a checkpoint of its scope makes its next version.";
    ask({
      title: `Mark as ${status}`,
      content: [h("p", {}, means), textField({ name: "reason", label: "Reason" })],
      label: `Mark as ${status}`,
      confirm: async ({ reason }) => {
        await medallions.setStatus(id, status, why(reason));
        announce(`Marked as ${status}.`);
      },
    });
  }

  async function supersede() {
    await attempt(problems, async () => {
      const { items, total } = await medallions.list({ limit: OFFERED, status: ["active"] });
      const others = items.filter(({ meta }) => meta.medallion_id !== id);
      if (others.length === 0) throw new Error("There is no other active medallion that could hold instead.");
      const options = others.map(({ meta, summary }) => [
        meta.medallion_id,
        headline(summary.high_level)[0].slice(0, 80),
      ]);
      ask({
        title: "Superseded by another medallion",
        content: [
          h("p", {}, "Both stay. Queries by scope find the other one from now on."),
          choiceField({
            name: "next",
            label: "What holds instead",
            hint: total > items.length && `The newest ${items.length} of ${total} that are active.`,
            options,
          }),
          textField({ name: "reason", label: "Reason" }),
        ],
        label: "Supersede",
        confirm: async ({ next, reason }) => {
          await medallions.supersede(id, next, why(reason));
          announce("Marked as superseded.");
        },
      });
    });
  }

  const copyJson = () =>
    attempt(problems, async () => {
      await copy(await stringifyMedallion(current));
      announce("The medallion is on the clipboard, as JSON.");
    });

  const downloadJson = () =>
    attempt(problems, async () => {
      const text = await stringifyMedallion(current);
      download(new Blob([text], { type: "application/json" }), `${id}.json`);
      announce(`Downloaded as ${id}.json.`);
    });

  function remove() {
    ask({
      title: "Delete this medallion?",
      content: [
        h("p", {}, "It leaves the list and no query finds it. Its history stays, so it can be brought back."),
        textField({ name: "reason", label: "Reason" }),
      ],
      label: "Delete",
      danger: true,
      confirm: async ({ reason }) => {
        await medallions.delete(id, why(reason));
        announce("Deleted. Its history stays.");
      },
    });
  }

  function erase() {
    ask({
      title: "Erase this medallion for good?",
      content: h(
        "p",
        {},
        "All of its versions are blanked in the log, in every window. Nobody can bring it back, and no export will hold it. " +
          "Only the fact that something with this id was erased stays.",
      ),
      label: "Erase for good",
      danger: true,
      confirm: async () => {
        await medallions.erase(id);
        announce("Erased. Nothing of it is left.");
      },
    });
  }

  const writeAgain = () =>
    attempt(problems, async () => {
      const [{ version, medallion }] = lastVersions;
      await medallions.update(medallion, { reason: `version ${version} written again` });
      announce(`Version ${version} is the newest one again.`);
    });

  const bringBack = () =>
    attempt(problems, async () => {
      await medallions.create(lastVersions[0].medallion, { reason: "brought back" });
      announce("It is back.");
    });

  return { element: h("div", { class: "stack" }, buttons, problems), show, showDamaged, showNewer };
}
