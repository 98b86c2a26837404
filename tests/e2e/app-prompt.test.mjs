// The page of the app that shows what the next session is told, as it goes into a prompt.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser } from "./app-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const NOTES =
  "Split the parser.\ndecided: Keep the old entry point because callers depend on it (80 %)\n" +
  "question: Who still uses the flag? (high)\nnext: src/parser/mod.rs\ninvariant: Every error has a path";

/** A window on the page about the scope of one medallion. */
async function promptPage(t) {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await page.getByRole("link", { name: "New checkpoint" }).click();
  await page.getByRole("combobox", { name: "Graph nodes" }).fill("repo:soil-lab");
  await page.getByLabel("Session summary").fill(NOTES);
  await page.getByRole("button", { name: "Save the checkpoint", exact: true }).click();
  await page.getByRole("heading", { name: "Split the parser." }).waitFor();
  await page.getByRole("link", { name: "For the next session" }).click();
  await page.getByRole("region", { name: "The text" }).getByText("Every error has a path").waitFor();
  return page;
}

const text = (page) => page.getByRole("region", { name: "The text" }).textContent();

test("what the next session is told stands there, with less where less is allowed", async (t) => {
  const page = await promptPage(t);
  const all = await text(page);
  for (const said of ["Split the parser.", "Who still uses the flag?", "Because: callers depend on it"]) {
    assert.ok(all.includes(said), `${said} is not in ${all}`);
  }
  await assertAccessible(page, "the page of the prompt");
  await page.getByLabel("Tokens at most").fill("90");
  await page.getByText(/, [1-9] left out/).click();
  await page
    .getByRole("cell", { name: /^no room/ })
    .first()
    .waitFor();
  assert.ok((await text(page)).includes("Every error has a path"));
  await page.getByLabel("Tokens at most").fill("5");
  await page.getByText(/What must be said has \d+ tokens/).waitFor();
});

test("it follows the scope, the format and what other windows store", async (t) => {
  const page = await promptPage(t);
  await page.getByLabel("Written as").selectOption("compact");
  await page.getByRole("region", { name: "The text" }).getByText("begin with: src/parser/mod.rs").waitFor();
  const other = await page.context().newPage();
  await other.goto(`${app.address}#/medallions/new`);
  await other.getByRole("combobox", { name: "Graph nodes" }).fill("repo:soil-lab");
  await other.getByLabel("Session summary").fill("Moved all callers.");
  await other.getByRole("button", { name: "Save the checkpoint", exact: true }).click();
  await page.getByRole("region", { name: "The text" }).getByText("summary: Moved all callers.").waitFor();
  await page.getByRole("button", { name: "Remove repo:soil-lab" }).click();
  await page.getByText("Name a scope, and here stands").waitFor();
});
