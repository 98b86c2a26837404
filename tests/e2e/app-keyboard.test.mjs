// What a reader has made of a page (focus, scrolling, what is unfolded) stays theirs, whatever is done or redrawn.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, startBrowser } from "./app-in-chromium.mjs";
import { column, drop, view, withSample } from "./plans-in-chromium.mjs";
import { assertCount, assertFocus, button, goTo, heading, newLearner } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const ONE_TASK = `---
prd: k
phase: 1
title: One task
tasks:
- id: A
  title: Read
  status: pending
  started: ""
  completed: ""
---
`;

test("a status is chosen with the arrow keys, and only the one that one settles on is written", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  await drop(page, [["k.md", ONE_TASK]]);
  await heading(page, "One task").waitFor();
  const status = page.getByLabel("Status of A");
  await status.focus();
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowDown");
  assert.equal(await status.inputValue(), "blocked");
  await column(page, /^pending/)
    .getByText("A", { exact: true })
    .waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await status.inputValue(), "pending");
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await column(page, /^blocked/)
    .getByText("A", { exact: true })
    .waitFor();
  await status.and(page.locator(":focus")).waitFor();
  await page.keyboard.press("d");
  await page.keyboard.press("Tab");
  await column(page, /^deferred/)
    .getByText("A", { exact: true })
    .waitFor();
  await view(page, "File").click();
  await assertCount(page.locator(".versions > li"), 3);
  await assertCount(page.getByText('completed: "2'), 0);
});

test("a status that another window changes is not written back by who only stood on its choice", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser, app);
  const status = page.getByLabel("Status of NOTE-2.3");
  await status.focus();
  const other = await browser.window(page.url());
  await button(other, "Complete NOTE-2.3").click();
  await column(page, /^completed/)
    .getByText("NOTE-2.3", { exact: true })
    .waitFor();
  await status.and(page.locator(":focus")).waitFor();
  assert.equal(await status.inputValue(), "completed");
  // What one was about to choose meanwhile is not lost either.
  await page.keyboard.press("ArrowDown");
  await other.getByLabel("Status of NOTE-2.4").selectOption("blocked");
  await column(page, /^blocked/)
    .getByText("NOTE-2.4", { exact: true })
    .waitFor();
  assert.equal(await status.inputValue(), "blocked");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await view(page, "File").click();
  await assertCount(page.locator(".versions > li"), 3);
});

test("what is scrolled and unfolded in a plan stays so when another window changes something", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 390, height: 780 } });
  const page = await withSample(browser, app);
  const plan = new URL(page.url()).hash;
  await goTo(page, `${plan}/table`);
  const table = page.getByRole("region", { name: "Tasks as a table" });
  await table.evaluate((own) => own.scrollTo({ left: 150 }));
  const other = await browser.window(`${app.address}${plan}`);
  await button(other, "Complete NOTE-2.3").click();
  await table
    .getByLabel("Status of NOTE-2.3")
    .locator("option:checked")
    .filter({ hasText: "completed" })
    .waitFor({ state: "attached" });
  assert.equal(await table.evaluate((own) => own.scrollLeft), 150);

  await goTo(page, `${plan}/file`);
  await page.getByText("The lines that version 2 changed").click();
  await page.locator(".line.is-added").first().waitFor();
  await button(other, "Take it back").click();
  await page.getByText("The lines that version 3 changed").waitFor();
  await assertCount(page.locator("details[open]"), 1);
  await page.locator("details[open]").getByText("The lines that version 2 changed").waitFor();
  await page.locator("details[open] .line.is-added").first().waitFor();
});

test("what one does in a plan leaves the focus at the task, or at the heading above it", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser, app);
  await button(page, "Complete NOTE-2.3").press("Enter");
  await page.getByLabel("Status of NOTE-2.3").and(page.locator(":focus")).waitFor();
  await button(page, "Take it back").press("Enter");
  await button(page, "Complete NOTE-2.3").waitFor();
  await assertFocus(page, "Notes that work without a network");
  await view(page, /^Problems/).click();
  await page
    .getByRole("button", { name: /^Mend: / })
    .first()
    .press("Enter");
  await button(page, "Save these lines").press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("main :focus").waitFor();
});

test("the way past the header leads to the content, and the place in the app stays", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/courses`);
  await heading(page, "Bring in a course").waitFor();
  await page.locator("a.skip").press("Enter");
  await page.locator("main:focus").waitFor();
  assert.equal(new URL(page.url()).hash, "#/courses");
});

test("blanks are no name, and no reason", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/learning`);
  await button(page, "I am new here").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("   ");
  await button(dialog, "Begin").click();
  await dialog.locator("input:focus:invalid").waitFor();
  await dialog.getByLabel("Name").fill("Ada");
  await button(dialog, "Begin").click();
  await assertFocus(page, "Ada");
});

test("who sits at the desk and what the trail tells are chosen with the arrow keys, and the focus stays", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/learning`);
  await newLearner(page, "Ada", { by: "I am new here" });
  await heading(page, "Ada").waitFor();
  await newLearner(page, "Ben");
  await heading(page, "Ben").waitFor();
  const learner = page.getByLabel("Learner", { exact: true });
  await learner.focus();
  await learner.selectOption({ label: "Ben" });
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await heading(page, "Ben").waitFor();
  await page.keyboard.press("Enter");
  await heading(page, "Ada").waitFor();
  await learner.and(page.locator(":focus")).waitFor();

  await goTo(page, "#/courses/trail");
  await heading(page, "Audit trail").waitFor();
  const kind = page.getByLabel("Of what");
  await kind.focus();
  for (let presses = 0; presses < 7; presses += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/type=learner/);
  await kind.and(page.locator(":focus")).waitFor();
  await page.getByText("2 events").waitFor();
  await page.goBack();
  await page.waitForURL((url) => !url.hash.includes("type"));
  assert.equal(await kind.inputValue(), "");
});

test("what one does with a medallion leaves the focus where it was, or at the title", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/medallions`);
  await button(page, "Load the sample").press("Enter");
  await heading(page, "Lately").waitFor();
  await assertFocus(page, "Lately");
  await page.locator(".card-title").first().press("Enter");
  await button(page, "Mark as stale").press("Enter");
  await button(page.getByRole("dialog"), "Mark as stale").press("Enter");
  await button(page, "Mark as active").waitFor();
  await page.locator("h1:focus").waitFor();
  await button(page, "Delete…").press("Enter");
  await button(page.getByRole("dialog"), "Delete").press("Enter");
  await page.locator("h1:focus").filter({ hasText: "This medallion was deleted" }).waitFor();

  await goTo(page, "#/medallions/new");
  await page.getByLabel("Session summary").fill("decided: x");
  await button(page, "Preview").press("Enter");
  await page.locator(".failure").waitFor();
  await page.locator("input:focus").waitFor();
  await page.getByLabel("Tags", { exact: true }).fill("t");
  await button(page, "Preview").press("Enter");
  await page.locator(".preview h2").waitFor();
  await assertFocus(page, "Preview");
});
