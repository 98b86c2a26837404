// The app, built with the packed tarball and used in Chromium as people use it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser, tabTo } from "./app-in-chromium.mjs";
import { assertCount, assertFocus } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const NOTES =
  "Split the parser.\ndecided: Keep the old entry point because callers depend on it (80 %)\n" +
  "question: Who still uses the flag? (high)\nnext: src/parser/mod.rs\ninvariant: Every error has a path";

const heading = (page, name) => page.getByRole("heading", { name });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const cards = (page) => page.getByRole("list", { name: "Medallions", exact: true }).getByRole("article");
const scopeFilter = (page) => page.getByRole("combobox", { name: "Scope" });

/** How many medallions the sample has. */
const sample = (name) => JSON.parse(readFileSync(new URL(`../../www/sample/${name}.json`, import.meta.url), "utf8"));
const SAMPLE = sample("decisions").length;

/** How many changes of them come behind. */
const LATER = sample("later").length;

/** Waits until the list has so many cards. */
const cardCount = (page, number) =>
  page.waitForFunction((wanted) => globalThis.document.querySelectorAll(".cards .card").length === wanted, number);

/** Fills in the form and saves it. */
async function checkpoint(page, { nodes = [], tags = [], summary = "", model }) {
  await page.getByRole("link", { name: "New checkpoint" }).click();
  await page.getByRole("combobox", { name: "Graph nodes" }).fill(nodes.join(", "));
  await page.getByRole("combobox", { name: "Tags" }).fill(tags.join(", "));
  await page.getByLabel("Session summary").fill(summary);
  if (model) await page.getByRole("radio", { name: model }).check();
  await button(page, "Save the checkpoint").click();
}

/** A window with one medallion of two versions, opened. */
async function withTwoVersions(browser) {
  const page = await browser.window(app.address);
  await checkpoint(page, { nodes: ["repo:soil-lab"], tags: ["parser"], summary: NOTES });
  await heading(page, "Split the parser.").waitFor();
  await checkpoint(page, {
    nodes: ["repo:soil-lab"],
    tags: ["parser"],
    summary: "Moved all callers.\ndecided: The old entry point goes (90%)\nanswered: Q-001",
  });
  await heading(page, "Moved all callers.").waitFor();
  return page;
}

/** Waits until all of the sample is there, with what became of it. */
const sampleIsHere = (page) => page.getByRole("status").getByText(`${LATER} changes came after that`).waitFor();

async function withSample(browser) {
  const page = await browser.window(app.address);
  await button(page, "Load the sample").last().click();
  await sampleIsHere(page);
  return page;
}

test("a first checkpoint by keyboard only; it is there after a reload and after a restart", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await heading(page, "A memory that survives the tab").waitFor();
  await tabTo(page, "New checkpoint");
  await page.keyboard.press("Enter");
  await heading(page, "New checkpoint").waitFor();
  await tabTo(page, "Graph nodes");
  await page.keyboard.type("repo:soil-lab");
  await page.keyboard.press("Enter");
  await page.keyboard.type("module:wrong");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Backspace");
  await tabTo(page, "Tags");
  await page.keyboard.type("parser");
  await tabTo(page, "Session summary");
  for (const line of NOTES.split("\n")) {
    await page.keyboard.type(line);
    await page.keyboard.press("Enter");
  }
  await tabTo(page, "Save the checkpoint");
  await page.keyboard.press("Enter");

  const isThere = async (own) => {
    await heading(own, "Split the parser.").waitFor();
    await own.getByText("Keep the old entry point").waitFor();
    await own.getByText("confident, 0.8").waitFor();
    await own.getByText("high priority").waitFor();
    await own.getByText("src/parser/mod.rs").waitFor();
    await own.getByText("Every error has a path").waitFor();
    assert.equal(await own.locator(".page .scope").innerText(), "repo:soil-lab\n#parser");
  };
  await isThere(page);
  await page.getByRole("status").getByText("Saved as a new medallion").waitFor();
  await assertFocus(page, /^Split the parser\.$/);
  const address = page.url();
  assert.match(address, /#\/medallions\/m\/med-/);

  await page.reload();
  await isThere(page);
  await browser.restart();
  await isThere(await browser.window(address));
});

test("the list is filtered by scope as one types, and by status", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  const filter = scopeFilter(page);

  await filter.pressSequentially("module:sto");
  await page.getByText("3 medallions with “module:sto” in the scope.").waitFor();
  await cardCount(page, 3);
  const suggested = (text) => page.locator(`search datalist option[value="${text}"]`).waitFor({ state: "attached" });
  await suggested("module:store ");
  await filter.pressSequentially("re");
  await page.getByText("3 medallions in this scope.").waitFor();
  await filter.pressSequentially(" #lo");
  await suggested("module:store #log ");
  await filter.pressSequentially("g #concurrency ");
  await page.getByText("2 medallions in this scope.").waitFor();
  await filter.fill("module:nowhere ");
  await page.getByText("No medallion has this scope.").waitFor();
  await filter.fill("");
  await cardCount(page, SAMPLE);

  await button(page, "Filter by tag errors").click();
  await cardCount(page, 1);
  await page.getByRole("link", { name: "There is one error type with stable codes." }).click();
  await button(page, "Mark as stale").click();
  await page.getByRole("dialog").getByLabel("Reason").fill("only trying");
  await page.keyboard.press("Enter");
  await page.getByText("Nobody vouches for it any more.").waitFor();
  await filter.fill("");
  await page.getByLabel("Status").selectOption("Stale");
  await page.getByText("2 stale medallions.").waitFor();
  await page.getByLabel("Status").selectOption("Superseded");
  await page.getByText("1 superseded medallion.").waitFor();
});

test("a long list is shown page by page", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  for (let number = 1; number <= 9; number += 1) {
    await checkpoint(page, { nodes: [`task:${number}`], tags: ["many"], summary: `Task ${number} done.` });
    await heading(page, `Task ${number} done.`).waitFor();
  }
  await page.getByText(`The newest 25 of ${SAMPLE + 9}.`).waitFor();
  await button(page, "Show more").press("Enter");
  await cardCount(page, SAMPLE + 9);
  await button(page, "Show more").waitFor({ state: "hidden" });
  await page.locator(".cards > li:nth-child(26) a:focus").waitFor();
});

test("the sample has a past: versions with what went and why, one superseded, one stale", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await page.goto(`${app.address}#/workspace`);
  // What came in one commit is one line, and each is there for who asks.
  const many = page
    .getByRole("list", { name: "Events, newest first" })
    .locator(":scope > li", { hasText: `${SAMPLE} medallions` });
  await many.getByText("Each of them").click();
  await many.getByRole("link", { name: /^The log is the truth/ }).waitFor();
  await page.goto(`${app.address}#/medallions/m/med-log-is-the-truth`);
  await page.getByText("Version 3").first().waitFor();
  await page.getByText("took out Q-001 (From 2,000 medallions on").waitFor();
  await page.getByLabel("From").selectOption("Version 1");
  await page.locator(".comparison").getByText("Added decision D-007").waitFor();
  await page.goto(`${app.address}#/medallions/m/med-open-by-the-log`);
  await page
    .getByText(/^Superseded by “From 2,000 medallions on, .*”: 100,000 medallions took too long to read$/)
    .waitFor();
});

test("a card names six of a scope at most, and nothing of it runs over its side", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const tags = Array.from({ length: 12 }, (_, place) => `tag-${place}`);
  await checkpoint(page, { nodes: [`repo:${"x".repeat(150)}`], tags, summary: `${"Longword".repeat(30)}.` });
  await heading(page, /^Longword/).waitFor();
  const card = cards(page).first();
  await card.getByText("and 8 more").waitFor();
  await assertCount(card.getByRole("button"), 5);
  // All of it stands where it is opened.
  await assertCount(page.getByRole("article").last().getByRole("list", { name: "Scope" }).getByRole("listitem"), 13);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await assertAccessible(page, `a long scope, ${width} pixels wide`);
  }
});

test("on paper there is what one reads, in ink, and nothing to click", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await heading(page, "Moved all callers.").waitFor();
  await page.getByText("The old entry point goes").first().waitFor();
  await assertCount(page.getByRole("button"), 0);
  await assertCount(page.getByRole("navigation"), 0);
  const ink = await heading(page, "Moved all callers.").evaluate((own) => globalThis.getComputedStyle(own).color);
  assert.equal(ink, "rgb(33, 29, 24)");
});

test("a second window changes live", async (t) => {
  const browser = await startBrowser(t);
  const one = await withTwoVersions(browser);
  const two = await browser.window(one.url());
  await heading(two, "Moved all callers.").waitFor();
  await scopeFilter(two).fill("repo:soil-lab ");
  await two.getByText("1 medallion in this scope.").waitFor();

  await button(one, "Mark as stale").click();
  await button(one.getByRole("dialog"), "Mark as stale").click();
  await two.getByText("Nobody vouches for it any more.").waitFor();
  await cards(two).getByText("stale").waitFor();
  await two.getByRole("status").getByText("Another window changed this medallion").waitFor();

  await checkpoint(one, { nodes: ["repo:soil-lab"], summary: "A second medallion." });
  await two.getByText("2 medallions in this scope.").waitFor();
  await cards(two).getByText("A second medallion.").waitFor();
});

test("history, and the differences between any two versions", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  await page.getByText("took out Q-001").waitFor();
  const differences = page.locator(".comparison");
  await differences.getByText("From version 1 to version 2:").waitFor();
  await differences.getByText("Added decision D-002").waitFor();
  await differences.getByText("Removed question Q-001").waitFor();
  await differences.getByText("Changed high level").waitFor();

  await page.getByLabel("From").selectOption("Version 2");
  await page.getByLabel("To").selectOption("Version 1");
  await differences.getByText("Added question Q-001").waitFor();
  await page.getByLabel("To").selectOption("Version 2");
  await differences.getByText("Nothing: they are the same.").waitFor();
  await button(page, "What changed in version 2").click();
  await differences.getByText("Added decision D-002").waitFor();
});

test("another status with a reason, superseded by another, and active again", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  await button(page, "Superseded by…").click();
  await page.getByText("There is no other active medallion that could hold instead.").waitFor();

  await checkpoint(page, { nodes: ["repo:other"], summary: "The other one." });
  await heading(page, "The other one.").waitFor();
  await button(page, "Superseded by…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What holds instead").selectOption("Moved all callers.");
  await dialog.getByLabel("Reason").fill("merged");
  await page.keyboard.press("Enter");
  await page.getByText(/^Superseded by “.*”: merged$/).waitFor();
  await button(page, "Mark as active").click();
  await dialog.getByLabel("Reason").fill("too early");
  await page.keyboard.press("Enter");
  await page.getByText("— too early").waitFor();
  await page.locator(".standing").waitFor({ state: "detached" });
});

test("delete keeps the history, erase leaves nothing; neither happens without being confirmed", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  await button(page, "Delete…").click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await assertFocus(page, /^Delete…$/);

  await button(page, "Delete…").click();
  await button(page.getByRole("dialog"), "Delete").click();
  await heading(page, "This medallion was deleted").waitFor();
  await page.getByText("Version 2", { exact: true }).first().waitFor();
  await cardCount(page, 0);
  await button(page, "Bring it back").click();
  await heading(page, "Moved all callers.").waitFor();
  await cardCount(page, 1);

  await button(page, "Erase…").click();
  await button(page.getByRole("dialog"), "Erase for good").click();
  await heading(page, "There is no such medallion").waitFor();
  await cardCount(page, 0);
  await page.reload();
  await heading(page, "There is no such medallion").waitFor();
  await page.getByRole("link", { name: "Workspace", exact: true }).click();
  await page.getByText(/^erased .*by app/).waitFor();
});

test("errors stand beside what caused them", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await checkpoint(page, { summary: "No scope." });
  const scope = page.getByRole("group", { name: "Scope" });
  await scope.getByRole("alert").getByText("must name at least one graph node or tag").waitFor();
  await assertAccessible(page, "the form with an error");
  await page.getByRole("combobox", { name: "Tags" }).fill("x".repeat(2000));
  await button(page, "Save the checkpoint").click();
  await scope.getByRole("alert").getByText("scope.tags[0]").waitFor();
  await button(page, `Remove ${"x".repeat(2000)}`).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("parser");
  await page.getByLabel("Session summary").fill("  ");
  await button(page, "Save the checkpoint").click();
  const evidence = page.getByRole("group", { name: "Evidence" });
  await evidence.getByRole("alert").waitFor();
  await assertCount(scope.getByRole("alert"), 0);
});

test("a preview stores nothing, and the stub does what is said of it", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await page.getByRole("link", { name: "New checkpoint" }).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("parser");
  await page.getByLabel("Session summary").fill(NOTES);
  await button(page, "Add a transcript").click();
  await page.getByLabel("Transcript 1").fill("hello\ndecided: Heard in the transcript");
  const artefacts = page.getByRole("textbox", { name: "Artefacts" });
  for (const [text, message] of [
    ["{", "is no JSON"],
    ["[1]", "must be an object"],
  ]) {
    await artefacts.fill(text);
    await button(page, "Preview").click();
    const alert = page.getByRole("group", { name: "Evidence" }).getByRole("alert");
    await alert.getByText(message).waitFor();
    await alert.getByText("evidence.artefacts").waitFor();
  }
  await artefacts.fill('{"files": ["a.rs"]}');
  await page.getByRole("textbox", { name: "Reason" }).fill("end of the day");
  await button(page, "Preview").click();
  await page.getByText("this would be a new medallion").waitFor();
  await page.getByText("Heard in the transcript").last().waitFor();
  await page.getByText("Nothing here yet.").waitFor();
  await assertAccessible(page, "the form with a preview");

  await page.reload();
  await button(page, "Remove parser").waitFor();
  assert.equal(await page.getByLabel("Session summary").inputValue(), NOTES);
  assert.match(await page.getByLabel("Transcript 1").inputValue(), /Heard in the transcript/);
  assert.equal(await artefacts.inputValue(), '{"files": ["a.rs"]}');

  await page.getByRole("radio", { name: "Stub." }).check();
  await button(page, "Save the checkpoint").click();
  await page.getByText("No decisions, open questions, or subsystems.").waitFor();
  await page.getByText("— end of the day").waitFor();

  // The stub gives the whole medallion back; under a guard nothing is left out of it, either.
  await page.getByRole("link", { name: "Checkpoint again" }).click();
  await page.getByLabel("Session summary").fill("Once more.");
  await page.getByRole("checkbox", { name: "Guard." }).check();
  await button(page, "Save the checkpoint").click();
  await page.getByText("Version 2").first().waitFor();
});

test("what happens to the storage is told in every room, and the browser can be asked to keep it", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  // The workspace is open by then: a database that cannot be made is another story.
  await page.getByRole("link", { name: "New checkpoint" }).waitFor();
  await page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = () => {
      throw new DOMException("There is no room.", "QuotaExceededError");
    };
    globalThis.makeRoom = () => (IDBObjectStore.prototype.add = add);
  });
  await checkpoint(page, { tags: ["full"], summary: "There is no room." });
  const banner = page.getByRole("alert").filter({ hasText: "The storage fails" });
  await banner.getByText("QUOTA").waitFor();
  await assertAccessible(page, "the banner over a room");
  await page.evaluate(() => globalThis.makeRoom() && undefined);
  await button(page, "Save the checkpoint").click();
  await heading(page, "There is no room.").waitFor();
  await banner.waitFor({ state: "hidden" });

  await page.getByRole("link", { name: "Workspace", exact: true }).click();
  await button(page, "Ask the browser to keep it").click();
  await page.locator("#announcements").getByText("to keep it.").waitFor();
});

test("what is exported here is the same list there", async (t) => {
  const here = await startBrowser(t);
  const page = await withTwoVersions(here);
  await page.getByRole("link", { name: "Medallion", exact: true }).click();
  await button(page, "Load the sample").click();
  await sampleIsHere(page);
  await cardCount(page, SAMPLE + 1);
  const titles = (own) => own.locator(".card-title").allInnerTexts();
  const expected = await titles(page);
  await page.getByRole("link", { name: "Workspace", exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Export to a file").click()]);
  const file = `${await download.path()}.jsonl`;
  writeFileSync(file, readFileSync(await download.path()));

  const there = await startBrowser(t);
  const other = await there.window(`${app.address}#/workspace`);
  await other.getByLabel("Import a file").setInputFiles(file);
  await other
    .getByRole("dialog")
    .getByText(`${SAMPLE + 1} records would come or change, 0 would stay as they are.`)
    .waitFor();
  await assertAccessible(other, "the dialog before an import");
  await button(other.getByRole("dialog"), "Import").click();
  await other.getByText(`Imported. ${SAMPLE + 1} records came or changed, 0 stayed as before.`).waitFor();
  await other.getByLabel("Import a file").setInputFiles(file);
  await other.getByText("Nothing was imported: all of it is here already.").waitFor();
  await other
    .getByLabel("Import a file")
    .setInputFiles({ name: "bad.jsonl", mimeType: "text/plain", buffer: Buffer.from("x") });
  await other.getByRole("alert").getByText("bad.jsonl is neither an export nor medallions as JSON.").waitFor();
  await other.getByRole("link", { name: "Medallion", exact: true }).click();
  await cardCount(other, SAMPLE + 1);
  assert.deepEqual(await titles(other), expected);
  await other.getByRole("link", { name: "Moved all callers." }).first().click();
  await other.getByText("took out Q-001").waitFor();
});

test("the sample comes once, and one medallion of it goes to a file", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await page.getByRole("link", { name: "The log is the truth and the only place of bodies." }).first().click();
  await button(page, "Erase…").click();
  await button(page.getByRole("dialog"), "Erase for good").click();
  await cardCount(page, SAMPLE - 1);
  await page.getByRole("link", { name: "Each line of an entry" }).first().click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download JSON").click()]);
  assert.equal(download.suggestedFilename(), "med-checksums-per-line.json");
  const medallion = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.equal(medallion.decisions.length, 3);

  await page.getByRole("link", { name: "Workspace", exact: true }).click();
  await button(page, "Load the sample").click();
  await page.getByRole("status").getByText("1 medallion came in one commit.").waitFor();
  await button(page, "Load the sample").click();
  await page.getByRole("status").getByText("The sample is here already.").waitFor();
});

test("a damaged record is named, and its neighbours are unharmed", async (t) => {
  const browser = await startBrowser(t);
  const page = await withSample(browser);
  await page.evaluate(damage, ["There is one error type with stable codes"]);
  await page.goto("about:blank");
  await page.goto(`${app.address}#/workspace`);
  await page.getByText("1 problem found. Everything else is unharmed.").waitFor();
  await page.getByText("med-errors").first().waitFor();
  await assertAccessible(page, "the workspace with a problem");
  await page.getByRole("link", { name: "Medallion", exact: true }).click();
  await cardCount(page, SAMPLE - 1);
  await page.goto(`${app.address}#/medallions/m/med-errors`);
  await page.getByRole("alert").getByText("CORRUPT").waitFor();
  await assertAccessible(page, "a damaged medallion");
  await button(page, "Erase…").click();
  await button(page.getByRole("dialog"), "Erase for good").click();
  await heading(page, "There is no such medallion").waitFor();
  await page.getByRole("link", { name: "Workspace", exact: true }).click();
  await page.getByText("Every entry was read, and is as it was written.").waitFor();
});

test("a damaged medallion with an intact past is put back from it", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  const place = page.url();
  await page.evaluate(damage, ["Moved all callers."]);
  await page.goto("about:blank");
  await page.goto(place);
  await heading(page, "This medallion cannot be read").waitFor();
  await page.getByText("Version 1 is intact and can be written again.").waitFor();
  await assertAccessible(page, "a damaged medallion with a past");
  await button(page, "Write version 1 again").click();
  await heading(page, "Split the parser.").waitFor();
  await page.getByText("— version 1 written again").waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
});

test("what a newer version wrote is shown as it is stored, and can be taken along", async (t) => {
  const browser = await startBrowser(t);
  const page = await withTwoVersions(browser);
  const place = page.url();
  await page.evaluate(damage, ['"schema_version":"medallion.v1"', '"schema_version":"medallion.v9"']);
  await page.goto("about:blank");
  await page.goto(place);
  await heading(page, "A newer version wrote this medallion").waitFor();
  await page.getByRole("alert").getByText("VERSION_TOO_NEW").waitFor();
  await page.locator("pre").getByText("medallion.v9").waitFor();
  await assertAccessible(page, "a medallion of a newer form");
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Download JSON").click()]);
  const stored = JSON.parse(readFileSync(await file.path(), "utf8"));
  assert.equal(stored.body.summary.high_level, "Moved all callers.");
});

/**
 * Runs in the page: changes a few letters in the log. As a bad disk would; or, where it is told what to
 * write instead, with the checksums that belong to it.
 */
async function damage([words, instead]) {
  const name = (await globalThis.indexedDB.databases())
    .map((own) => own.name)
    .find((own) => own.includes("medallion-app"));
  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await asked(globalThis.indexedDB.open(name));
  const store = database.transaction("log", "readwrite").objectStore("log");
  for (const key of await asked(store.getAllKeys())) {
    const entry = await asked(store.get(key));
    if (!entry.t.includes(words)) continue;
    const text = entry.t.replace(words, instead ?? words.toUpperCase());
    const crc = instead === undefined ? entry.crc : Uint32Array.from(text.split("\n"), sum);
    await asked(store.put({ ...entry, t: text, crc }, key));
  }
  database.close();

  function sum(line) {
    let rest = 0xffffffff;
    for (const byte of new TextEncoder().encode(line)) {
      rest ^= byte;
      for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
    }
    return (rest ^ 0xffffffff) >>> 0;
  }
}

for (const width of [1280, 360]) {
  test(`axe finds nothing in any state, ${width} pixels wide`, async (t) => {
    const browser = await startBrowser(t, { viewport: { width, height: 800 } });
    const page = await browser.window(app.address);
    await heading(page, "A memory that survives the tab").waitFor();
    await assertAccessible(page, "empty");
    await button(page, "Load the sample").last().click();
    await sampleIsHere(page);
    await cardCount(page, SAMPLE);
    await heading(page, "Lately").waitFor();
    await assertAccessible(page, "the list");
    await scopeFilter(page).fill("repo:medallion #storage ");
    await cardCount(page, 5);
    await assertAccessible(page, "the list, filtered");
    await page.getByRole("link", { name: "New checkpoint" }).click();
    await page.getByText("Which lines it knows").click();
    await assertAccessible(page, "the form");
    await page.goBack();
    await page.getByRole("heading", { name: "Lately" }).waitFor();
    await page.getByRole("link", { name: "The log is the truth" }).first().click();
    await heading(page, "Decisions").waitFor();
    await assertAccessible(page, "opened");
    for (const name of ["Mark as stale", "Superseded by…", "Delete…", "Erase…"]) {
      await button(page, name).click();
      await page.getByRole("dialog").waitFor();
      await assertAccessible(page, `the dialog of ${name}`);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await button(page, "Mark as stale").click();
    await button(page.getByRole("dialog"), "Mark as stale").click();
    await page.locator(".comparison").getByText("Changed status").waitFor();
    await assertAccessible(page, "opened, with history");
    await button(page, "Delete…").click();
    await button(page.getByRole("dialog"), "Delete").click();
    await heading(page, "This medallion was deleted").waitFor();
    await assertAccessible(page, "deleted");
    await page.getByRole("link", { name: "Workspace", exact: true }).click();
    await page.getByText("Every entry was read").waitFor();
    await page.getByText(`${SAMPLE + LATER + 2} events.`).waitFor();
    await assertAccessible(page, "the workspace");
  });
}
