// The room for plans, used in Chromium as people use it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser, tabTo } from "./app-in-chromium.mjs";
import { column, drop, SAMPLE, TITLE, view, withSample } from "./plans-in-chromium.mjs";
import { assertCount, assertFits, assertTexts, button, goTo, heading } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

/** The text that the page would hand out as a file. */
async function downloaded(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Download").click()]);
  return readFileSync(await file.path(), "utf8");
}

test("one click changes a status and only the lines it must, and can be taken back to the byte", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser, app);
  await column(page, /^pending/)
    .getByText("NOTE-2.5", { exact: true })
    .waitFor();
  await column(page, /^pending/)
    .getByText("waits for NOTE-2.3, NOTE-2.4")
    .waitFor();
  await assertCount(button(page, "Begin NOTE-2.5"), 0);
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
  const page = await withSample(browser, app);
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
  await assertCount(versions.locator(":scope > li"), 3);
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
  const page = await withSample(browser, app);
  await view(page, "Table").click();
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^NOTE-2\.4/ }) });
  await row.getByText("critical").waitFor();
  await row.getByText("5 points").waitFor();
  await assertAccessible(page, "the table");

  await view(page, "Graph").click();
  await page.getByText("NOTE-2.1 → NOTE-2.2 → NOTE-2.4 → NOTE-2.5 → NOTE-2.8").waitFor();
  await page.getByRole("img", { name: /^8 tasks in 5 columns by batch/ }).waitFor();
  await assertCount(page.locator(".graph-box.is-critical"), 5);
  await assertCount(page.locator(".graph-edge.is-critical"), 4);
  await assertCount(page.locator(".graph-edge"), 10);
  await page.getByText("The graph in words").click();
  await page.getByText(/NOTE-2\.7.*can wait 5 points; waits for NOTE-2\.2; before NOTE-2\.8\.$/).waitFor();
  await assertAccessible(page, "the graph");

  await view(page, "Next").click();
  const ready = page.getByRole("list", { name: "Ready", exact: true });
  await assertCount(ready.getByRole("listitem"), 2);
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

test("a file is known again after a reload, asked for by a click, and read again when somebody else has written it", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  await page.evaluate(async (text) => {
    const folder = await globalThis.navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("notes.md", { create: true });
    const stream = await handle.createWritable();
    await stream.write(text);
    await stream.close();
    globalThis.showOpenFilePicker = async () => [handle];
  }, SAMPLE);
  await button(page, "Choose files…").click();
  await heading(page, TITLE).waitFor();
  await browser.restart();

  const again = await browser.window(`${app.address}#/plans`);
  await again.getByRole("link", { name: TITLE }).click();
  await button(again, "Begin NOTE-2.7").click();
  await column(again, "in progress").getByText("NOTE-2.7", { exact: true }).waitFor();
  // Files of the page's own file system need no permission; those of the disk do, and after a restart it is gone.
  await again.evaluate(() => {
    const { prototype } = globalThis.FileSystemFileHandle;
    globalThis.answers = ["denied", "granted"];
    globalThis.asked = [];
    let state = "prompt";
    prototype.queryPermission = async () => state;
    prototype.requestPermission = async ({ mode }) => {
      globalThis.asked.push([mode, globalThis.navigator.userActivation.isActive]);
      const answer = globalThis.answers.shift();
      if (answer === "granted") state = answer;
      return answer;
    };
  });
  await button(again, "Save back to the file…").click();
  await again.getByText("The browser was not allowed to use this file.").waitFor();
  await button(again, "Save back to the file…").click();
  const dialog = again.getByRole("dialog");
  await dialog.locator(".line.is-added").first().waitFor();
  await assertCount(dialog.getByText("Somebody changed the file"), 0);
  await button(dialog, "Write the file").click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await again.evaluate(() => globalThis.asked), [
    ["readwrite", true],
    ["readwrite", true],
  ]);
  const written = await downloaded(again);

  const inFile = await again.evaluate(async () => {
    const folder = await globalThis.navigator.storage.getDirectory();
    const handle = await folder.getFileHandle("notes.md");
    const text = await (await handle.getFile()).text();
    const stream = await handle.createWritable();
    await stream.write(text.replace("Notes that work without a network", "Notes anywhere"));
    await stream.close();
    return text;
  });
  assert.equal(inFile, written);
  // What is not saved yet goes only when that is meant.
  await button(again, "Begin NOTE-2.4").click();
  await column(again, "in progress").getByText("NOTE-2.4", { exact: true }).waitFor();
  await button(again, "Read the file again").click();
  await dialog.getByText("What you changed here is not saved to the file.").waitFor();
  await assertAccessible(again, "a file that is to be read over changes");
  await again.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await column(again, "in progress").getByText("NOTE-2.4", { exact: true }).waitFor();
  await button(again, "Read the file again").click();
  await button(dialog, "Take what the file says").click();
  await heading(again, "Notes anywhere").waitFor();
  await column(again, /^pending/)
    .getByText("NOTE-2.4", { exact: true })
    .waitFor();
  await assertAccessible(again, "a plan with its file");

  await again.evaluate(async () => {
    const folder = await globalThis.navigator.storage.getDirectory();
    await folder.removeEntry("notes.md");
  });
  await button(again, "Save back to the file…").click();
  await again.getByText("notes.md is not where it was.").waitFor();
  await button(again, "Save as a file…").waitFor();
  await assertCount(button(again, "Save back to the file…"), 0);
});

test("a plan of check boxes is done with one click, and offers nothing that a box cannot say", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  const text = "# Boxes\n\n- [ ] **A-1**: first\n- [ ] **A-2**: second\n";
  await drop(page, [["boxes.md", text]]);
  await heading(page, "Boxes").waitFor();
  await assertTexts(page.getByLabel("Status of A-1").locator("option"), ["pending", "completed"]);
  await button(page, "Complete A-1").click();
  await column(page, /^completed/)
    .getByText("A-1", { exact: true })
    .waitFor();
  assert.equal(await downloaded(page), text.replace("[ ]", "[x]"));
  await page.getByLabel("Status of A-1").selectOption("pending");
  await button(page, "Complete A-1").waitFor();
  assert.equal(await downloaded(page), text);
});

test("where the browser gives no handles, files are not offered", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/workspace`);
  await page.addInitScript(() => {
    for (const name of ["showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker", "FileSystemFileHandle"])
      delete globalThis[name];
  });
  await page.reload();
  await goTo(page, "#/plans");
  await page.getByLabel("Files", { exact: true }).setInputFiles({
    name: "notes.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(SAMPLE),
  });
  await heading(page, TITLE).waitFor();
  await button(page, "Download").waitFor();
  for (const words of ["Save back to the file…", "Read the file again", "Save as a file…"])
    await assertCount(button(page, words), 0, words);
});

test("a file keeps its byte order mark, and one that is not UTF-8 is refused beside others", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  await heading(page, "Bring in plans").waitFor();
  await page.evaluate((sample) => {
    const file = (name, parts) => new globalThis.File(parts, name, { type: "text/markdown" });
    const transfer = new globalThis.DataTransfer();
    transfer.items.add(file("marked.md", [Uint8Array.of(0xef, 0xbb, 0xbf), sample]));
    transfer.items.add(file("latin.md", ["---\ntasks: []\n---\ncaf", Uint8Array.of(0xe9), "\n"]));
    const place = globalThis.document.querySelector(".drop");
    place.dispatchEvent(new globalThis.DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, SAMPLE);
  await page.getByText("latin.md is not UTF-8 text.").waitFor();
  await page.getByText("1 plan is here.").waitFor();
  await page.getByText("New (1)").click();
  await page.getByRole("link", { name: /marked\.md$/ }).click();
  await heading(page, TITLE).waitFor();
  assert.equal(await downloaded(page), `\ufeff${SAMPLE}`);
  await button(page, "Complete NOTE-2.3").click();
  await column(page, /^completed/)
    .getByText("NOTE-2.3", { exact: true })
    .waitFor();
  assert.equal((await downloaded(page)).charCodeAt(0), 0xfeff);
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
  await button(page, "Complete NOTE-2.4").and(page.locator(":focus")).waitFor();
  for (const name of ["Board", "Table", "Graph", "Next", /^Problems/, "File"]) {
    await view(page, name).click();
    await assertFits(page, `${name}`);
    await assertAccessible(page, `${name} on a phone`);
  }
  await page.getByRole("link", { name: "All plans" }).click();
  await page.getByRole("link", { name: "Find tasks in all plans" }).click();
  await heading(page, "Tasks of all plans").waitFor();
  await page.getByText("8 tasks in 1 plan, of 8 in all.").waitFor();
  await assertFits(page, "tasks of all plans");
  await assertAccessible(page, "tasks of all plans on a phone");
});
