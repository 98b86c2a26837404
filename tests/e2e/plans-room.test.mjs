// The room for plans, used in Chromium as people use it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertAccessible, startApp, startBrowser, tabTo } from "./app-in-chromium.mjs";
import { assertFits, button, heading } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const SAMPLE = readFileSync(fileURLToPath(new URL("../../www/sample/plan.md", import.meta.url)), "utf8");
const TITLE = "Notes that work without a network";

const view = (page, name) => page.getByRole("navigation", { name: "Views of the plan" }).getByRole("link", { name });
const column = (page, name) => page.locator(".board-column", { has: page.getByRole("heading", { name }) });

async function withSample(browser) {
  const page = await browser.window(`${app.address}#/plans`);
  await button(page, "Load the sample plan").click();
  await heading(page, TITLE).waitFor();
  return page;
}

async function drop(page, files) {
  await heading(page, "Bring in plans").waitFor();
  await page.evaluate((all) => {
    const transfer = new globalThis.DataTransfer();
    for (const [name, text] of all) transfer.items.add(new globalThis.File([text], name, { type: "text/markdown" }));
    const place = globalThis.document.querySelector(".drop");
    place.dispatchEvent(new globalThis.DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, files);
}

/** The text that the page would hand out as a file. */
async function downloaded(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Download").click()]);
  return readFileSync(await file.path(), "utf8");
}

test("one click changes a status and only the lines it must, and can be taken back to the byte", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await column(page, /^pending/)
    .getByText("NOTE-2.5", { exact: true })
    .waitFor();
  await column(page, /^pending/)
    .getByText("waits for NOTE-2.3, NOTE-2.4")
    .waitFor();
  assert.equal(await button(page, "Begin NOTE-2.5").count(), 0);
  assert.equal(await downloaded(page), SAMPLE);
  await assertAccessible(page, "the board");

  await button(page, "Complete NOTE-2.3").click();
  await column(page, /^completed/)
    .getByText("NOTE-2.3", { exact: true })
    .waitFor();
  await page.getByText("The changed lines").click();
  await page.locator(".line.is-removed").getByText('status: "in_progress"').waitFor();
  await page.locator(".line.is-added").getByText('status: "completed"').waitFor();
  await assertAccessible(page, "the changed lines");
  const changed = await downloaded(page);
  const own = SAMPLE.split("\n");
  const differing = changed.split("\n").filter((line, place) => line !== own[place]);
  assert.equal(changed.split("\n").length, own.length);
  const today = /completed: "\d{4}-\d{2}-\d{2}"/.exec(differing.at(-1))?.[0];
  // The task, and the numbers that follow from it.
  assert.deepEqual(differing, [
    "overall_progress: 37 # counted by hand",
    "total_tasks: 8",
    "completed_tasks: 3",
    "in_progress_tasks: 0",
    '    status: "completed"',
    `    ${today}`,
  ]);

  await button(page, "Take it back").click();
  await column(page, "in progress").getByText("NOTE-2.3", { exact: true }).waitFor();
  assert.equal(await downloaded(page), SAMPLE);
});

test("what is wrong is named, and mended after its lines were shown", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await view(page, /^Problems/).click();
  const problems = page.getByRole("list", { name: "Problems" });
  const wrong = "overall_progress says 40, and comes to 25";
  await problems.getByText(wrong).waitFor();
  await assertAccessible(page, "the problems");

  await button(page, `Mend: ${wrong}`).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("2 lines taken out, 2 lines put in; all others stay as they are.").waitFor();
  await dialog.getByText("overall_progress: 25 # counted by hand").waitFor();
  await assertAccessible(page, "the lines before they are saved");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await downloaded(page), SAMPLE);

  await button(page, `Mend: ${wrong}`).click();
  await button(dialog, "Save these lines").click();
  await problems.getByText(wrong).waitFor({ state: "detached" });
  assert.equal(
    await downloaded(page),
    SAMPLE.replace("overall_progress: 40", "overall_progress: 25").replace("total_tasks: 7", "total_tasks: 8"),
  );

  await button(page, "Mend all of them…").click();
  await button(dialog, "Save these lines").click();
  await page.getByText(/; 0 can be mended here\.$/).waitFor();
  await view(page, "File").click();
  const versions = page.getByRole("list", { name: "Versions, newest first" });
  assert.equal(await versions.locator(":scope > li").count(), 3);
  await page.getByText("The lines that version 2 changed").click();
  await versions.locator(".line.is-added").getByText("overall_progress: 25 # counted by hand").waitFor();
  await assertAccessible(page, "the history of a plan");
  await view(page, /^Problems/).click();
  // Who is to do it, nobody can know but its people.
  await problems
    .getByText(/NOTE-2\.7/)
    .first()
    .waitFor();
});

test("the table, the graph with its critical path, what is ready and what is blocked say the same", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await view(page, "Table").click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^NOTE-2\.4/ }) });
  await row.getByText("critical").waitFor();
  await row.getByText("5 points").waitFor();
  await assertAccessible(page, "the table");

  await view(page, "Graph").click();
  await page.getByText("NOTE-2.1 → NOTE-2.2 → NOTE-2.4 → NOTE-2.5 → NOTE-2.8").waitFor();
  await page.getByRole("img", { name: /^8 tasks in 5 columns by batch/ }).waitFor();
  assert.equal(await page.locator(".graph-box.is-critical").count(), 5);
  assert.equal(await page.locator(".graph-edge.is-critical").count(), 4);
  assert.equal(await page.locator(".graph-edge").count(), 10);
  await page.getByText("The graph in words").click();
  await page.getByText(/NOTE-2\.7.*can wait 5 points; waits for NOTE-2\.2; before NOTE-2\.8\.$/).waitFor();
  await assertAccessible(page, "the graph");

  await view(page, "Next").click();
  const ready = page.getByRole("list", { name: "Ready", exact: true });
  assert.equal(await ready.getByRole("listitem").count(), 2);
  const blocked = page.getByRole("list", { name: "Blocked" });
  await blocked.getByText("B-1 stands in the way").waitFor();
  await assertAccessible(page, "what is next");
  await button(page, "Resolve B-1…").click();
  await button(page.getByRole("dialog"), "Save these lines").click();
  await blocked.getByText("B-1 stands in the way").waitFor({ state: "detached" });

  await button(page, "It is met: SC-2.2…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What shows it").fill("the log of the day");
  await button(dialog, "Show the lines").click();
  await dialog.locator(".line.is-added").getByText("the log of the day").waitFor();
  await button(dialog, "Save these lines").click();
  await button(page, "It is met: SC-2.2…").waitFor({ state: "detached" });
});

test("files that were dropped come in, what is no plan is passed over, and a second window follows", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  const broken = "---\ntitle: Broken\ntasks:\n  - id: A\n    status: [pending\n---\n";
  await drop(page, [
    ["notes.md", SAMPLE],
    ["broken.md", broken],
    ["README.md", "# Only words\n"],
  ]);
  await page.getByText("2 plans are here.").waitFor();
  await page.getByText("Passed over: no front matter and no task in it (1)").waitFor();
  await page.getByRole("list", { name: "Plans" }).getByRole("link", { name: "Broken" }).click();
  await heading(page, "Broken").waitFor();
  await view(page, /^Problems/).click();
  await page.getByText("Error:").first().waitFor();
  await view(page, "File").click();
  assert.equal(await page.locator(".plan-text").innerText(), broken);
  await assertAccessible(page, "the text of a plan");

  const other = await browser.window(`${app.address}#/plans`);
  await other.getByRole("link", { name: TITLE }).click();
  await page.getByRole("link", { name: TITLE }).click();
  await button(page, "Begin NOTE-2.7").click();
  await column(other, "in progress").getByText("NOTE-2.7", { exact: true }).waitFor();
  await page.reload();
  await column(page, "in progress").getByText("NOTE-2.7", { exact: true }).waitFor();
});

test("a plan that was chosen is saved back to its file after the lines were shown, and a change from outside is told", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  // The browser's own dialog cannot be operated here; a file of the page's own file system stands in.
  await page.evaluate(async (text) => {
    const folder = await globalThis.navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("notes.md", { create: true });
    globalThis.writeNotes = async (words) => {
      const stream = await handle.createWritable();
      await stream.write(words);
      await stream.close();
    };
    globalThis.readNotes = async () => (await handle.getFile()).text();
    await globalThis.writeNotes(text);
    globalThis.showOpenFilePicker = async () => [handle];
  }, SAMPLE);
  await button(page, "Choose files…").click();
  await heading(page, TITLE).waitFor();
  await button(page, "Begin NOTE-2.7").click();
  await column(page, "in progress").getByText("NOTE-2.7", { exact: true }).waitFor();
  await button(page, "Save back to the file…").click();
  const dialog = page.getByRole("dialog");
  await dialog.locator(".line.is-added").first().waitFor();
  await button(dialog, "Write the file").click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => globalThis.readNotes()), await downloaded(page));

  await page.evaluate(async () => globalThis.writeNotes(`${await globalThis.readNotes()}Written by somebody else.\n`));
  await button(page, "Save back to the file…").click();
  await dialog.getByText("Somebody changed the file since it was read here.").waitFor();
  await dialog.locator(".line.is-removed").getByText("Written by somebody else.").waitFor();
  await assertAccessible(page, "a file that somebody changed");
});

test("keyboard alone: a task is begun and stays in focus's reach, and nothing runs over the side of a phone", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 360, height: 800 } });
  const page = await browser.window(`${app.address}#/plans`);
  await heading(page, "Bring in plans").waitFor();
  await assertAccessible(page, "no plans");
  await tabTo(page, "Load the sample plan");
  await page.keyboard.press("Enter");
  await heading(page, TITLE).waitFor();
  await tabTo(page, "Begin NOTE-2.4");
  await page.keyboard.press("Enter");
  await column(page, "in progress").getByText("NOTE-2.4", { exact: true }).waitFor();
  assert.equal(
    await page.evaluate(() => globalThis.document.activeElement.getAttribute("aria-label")),
    "Complete NOTE-2.4",
  );
  for (const name of ["Board", "Table", "Graph", "Next", /^Problems/, "File"]) {
    await view(page, name).click();
    await assertFits(page, `${name}`);
    await assertAccessible(page, `${name} on a phone`);
  }
});
