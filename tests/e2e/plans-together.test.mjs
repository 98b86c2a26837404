// Plans with one another and with the other rooms, used in Chromium as people use them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser } from "./app-in-chromium.mjs";
import { drop, SAMPLE, TITLE, view, withSample } from "./plans-in-chromium.mjs";
import { assertCount, assertTexts, button, goTo, heading, newLearner } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

test("a plan becomes a project in the courses room, where its learner stands as the plan says", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser, app);
  await goTo(page, "#/courses");
  await newLearner(page, "Ada");
  await goTo(page, "#/plans");
  await page.getByRole("link", { name: TITLE }).click();
  await button(page, "Make a project…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Who works on it").selectOption({ label: "Ada" });
  await assertAccessible(page, "a plan that is to become a project");
  await button(dialog, "Make the project").click();
  await dialog.waitFor({ state: "detached" });
  await assertAccessible(page, "a plan that became a project");
  await page.getByRole("link", { name: "Open it in Courses" }).click();
  await page.getByRole("heading", { name: TITLE, level: 1 }).waitFor();
  const tree = page.getByRole("tree");
  const item = (name) => tree.getByRole("treeitem", { name });
  await item(/Decide what a note is.*done/).waitFor();
  await item(/Write and read notes in the page.*running/).waitFor();
  await item(/Say when two devices changed one note.*locked/).waitFor();

  await goTo(page, "#/plans");
  await page.getByRole("link", { name: TITLE }).click();
  await button(page, "Make a project…").click();
  await dialog.getByText("A project of this name is here already; this makes another one.").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await goTo(page, "#/courses");
  await assertCount(page.getByRole("list", { name: "Courses" }).getByRole("link", { name: TITLE }), 1);
});

const PHASE_1 = `---
prd: field-notes
phase: 1
title: What people need
tasks:
  - { id: NOTE-1.1, title: Ask ten people, status: completed, assigned_to: [ada], dependencies: [], points: 2 }
  - { id: NOTE-1.2, title: Draw the pages, status: pending, assigned_to: [web], dependencies: [NOTE-1.1], points: 1 }
---
`;
const PHASE_3 = `---
prd: field-notes
phase: 3
title: Notes for everybody
tasks:
  - { id: NOTE-3.1, title: Write the guide, status: pending, assigned_to: [ada], dependencies: [NOTE-2.8], points: 1 }
  - { id: NOTE-3.2, title: Ship it, status: pending, assigned_to: [web], dependencies: [Phase 2, NOTE-3.1], points: 1 }
---
`;

/** Three phases of one PRD; the middle one waits for the first. */
async function withPhases(browser) {
  const page = await browser.window(`${app.address}#/plans`);
  const middle = SAMPLE.replace('dependencies: ["NOTE-2.1"]', 'dependencies: ["NOTE-2.1", "NOTE-1.2"]').replace(
    'assigned_to: ["storage"]\n    dependencies: []',
    'assigned_to: ["storage"]\n    dependencies: ["Phase 1"]',
  );
  await drop(page, [
    ["1.md", PHASE_1],
    ["2.md", middle],
    ["3.md", PHASE_3],
  ]);
  await page.getByText("3 plans are here.").waitFor();
  return page;
}

test("a checkpoint whose scope names a task, by its id or with its PRD, shows at that task", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser, app);
  await goTo(page, "#/medallions/new");
  await page
    .getByRole("combobox", { name: "Graph nodes" })
    .fill("NOTE-2.4, plan:field-notes/NOTE-2.5, plan:other/NOTE-2.7");
  await page.getByLabel("Session summary").fill("Sending waits for the network.");
  await button(page, "Save the checkpoint").click();
  await heading(page, "Sending waits for the network.").waitFor();

  await goTo(page, "#/plans");
  await page.getByRole("link", { name: TITLE }).click();
  await heading(page, TITLE).waitFor();
  const link = page.locator(".board-card").getByRole("link", { name: "Sending waits for the network." });
  await assertCount(link, 2);
  const noted = page.locator(".board-card", { has: page.getByRole("link") }).locator(".item-id");
  await assertTexts(noted, ["NOTE-2.4", "NOTE-2.5"]);
  await assertAccessible(page, "a board with medallions");
  await view(page, "Table").click();
  await page
    .getByRole("rowheader", { name: /^NOTE-2\.4/ })
    .getByRole("link")
    .click();
  await heading(page, "Sending waits for the network.").waitFor();
});

test("files of two PRDs that are called the same are two plans, each with its own file, and one again is its own next version", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  const other = PHASE_1.replace("field-notes", "garden").replace("What people need", "What plants need");
  // Two files of the page's own file system stand in for those that people choose.
  await page.evaluate(
    async (texts) => {
      const root = await globalThis.navigator.storage.getDirectory();
      const handles = [];
      for (const [name, text] of Object.entries(texts)) {
        const folder = await root.getDirectoryHandle(name, { create: true });
        const handle = await folder.getFileHandle("phase-1.md", { create: true });
        const stream = await handle.createWritable();
        await stream.write(text);
        await stream.close();
        handles.push(handle);
      }
      globalThis.showOpenFilePicker = async () => handles;
      globalThis.readAll = () => Promise.all(handles.map(async (handle) => (await handle.getFile()).text()));
    },
    { notes: PHASE_1, plants: other },
  );
  await button(page, "Choose files…").click();
  await page.getByText("2 plans are here.").waitFor();
  await page.getByText("New (2)").waitFor();
  await button(page, "Choose files…").click();
  await page.getByText("Already here, the same (2)").waitFor();

  await page.getByRole("list", { name: "Plans" }).getByRole("link", { name: "What people need" }).click();
  await button(page, "Begin NOTE-1.2").click();
  await button(page, "Save back to the file…").click();
  await button(page.getByRole("dialog"), "Write the file").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const begun = PHASE_1.replace("status: pending", "status: in_progress");
  assert.deepEqual(await page.evaluate(() => globalThis.readAll()), [begun, other]);

  await page.getByRole("link", { name: "Bring in plans" }).click();
  await drop(page, [["phase-1.md", other.replace("status: pending", "status: in_progress")]]);
  await heading(page, "What plants need").waitFor();
  await view(page, "File").click();
  await assertCount(page.getByRole("list", { name: "Versions, newest first" }).locator(":scope > li"), 2);
});

test("the graph shows what other phases of the PRD come before and after, in lines and in words", async (t) => {
  const browser = await startBrowser(t);
  const page = await withPhases(browser);
  await page.getByRole("list", { name: "Plans" }).getByRole("link", { name: TITLE }).click();
  await heading(page, TITLE).waitFor();
  await view(page, "Graph").click();
  await page.getByRole("img", { name: /^8 tasks in 7 columns by batch, with 4 of other phases/ }).waitFor();
  await assertCount(page.locator(".graph-box.is-outside"), 4);
  // The gate and NOTE-1.2 before; the guide, and all of phase 3 that waits for the one task which ends this phase.
  await assertCount(page.locator(".graph-edge.is-outside"), 4);
  await page.getByText("The graph in words").click();
  await page.getByText(/NOTE-2\.2.*waits for NOTE-2\.1 and NOTE-1\.2 \(phase 1, pending\)/).waitFor();
  await page.getByText(/NOTE-2\.8.*before NOTE-3\.1 \(phase 3\) and phase 3 \(phase 3\)/).waitFor();
  await assertAccessible(page, "a graph with other phases");
  await page.getByRole("link", { name: "The graph of phase 3" }).click();
  await heading(page, "Notes for everybody").waitFor();
  await page.getByRole("img", { name: /^2 tasks in 3 columns by batch, with 2 of other phases/ }).waitFor();
});

test("the tasks of all plans are found by what is asked, which stands in the address, and can be begun there", async (t) => {
  const browser = await startBrowser(t);
  const page = await withPhases(browser);
  await page.getByRole("link", { name: "Find tasks in all plans" }).click();
  await heading(page, "Tasks of all plans").waitFor();
  const told = page.locator(".told[role=status]");
  await told.getByText("12 tasks in 3 plans, of 12 in all.").waitFor();
  await assertAccessible(page, "the tasks of all plans");
  const ids = page.getByRole("rowheader").locator("code");

  await page.getByLabel("Assigned to").selectOption("ada");
  await told.getByText("2 tasks in 2 plans").waitFor();
  await assertTexts(ids, ["NOTE-1.1", "NOTE-3.1"]);
  await page.getByLabel("Status", { exact: true }).selectOption("pending");
  await told.getByText("1 task in 1 plan,").waitFor();
  await assertTexts(ids, ["NOTE-3.1"]);
  await page.reload();
  await told.getByText("1 task in 1 plan,").waitFor();
  assert.equal(await page.getByLabel("Assigned to").inputValue(), "ada");

  await page.getByLabel("Assigned to").selectOption("any");
  await page.getByLabel("Status", { exact: true }).selectOption("any");
  await page.getByLabel("PRD").selectOption("field-notes");
  await page.getByLabel("Phase").selectOption("1");
  await page.getByLabel("Ready now").check();
  await told.getByText("1 task in 1 plan,").waitFor();
  await assertTexts(ids, ["NOTE-1.2"]);
  await button(page, "Begin NOTE-1.2").click();
  await told.getByText("0 tasks in 0 plans").waitFor();
  await page.getByLabel("Ready now").uncheck();
  await page.getByLabel("On a critical path").check();
  await page.getByLabel("Words").fill("draw");
  await told.getByText("1 task in 1 plan,").waitFor();
  assert.equal(await page.getByLabel("Status of NOTE-1.2").inputValue(), "in_progress");

  await page.getByRole("cell").getByRole("link", { name: "field-notes, phase 1" }).click();
  await heading(page, "What people need").waitFor();
  await page.goBack();
  await told.getByText("1 task in 1 plan,").waitFor();
  assert.equal(await page.getByLabel("Words").inputValue(), "draw");
});
