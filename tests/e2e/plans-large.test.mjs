// Plans of many tasks in the room for plans: what is shown is what a reader can follow, and the rest is a click away.

import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser } from "./app-in-chromium.mjs";
import { column, drop, view } from "./plans-in-chromium.mjs";
import { assertCount, button, heading } from "./rooms-in-chromium.mjs";

const TITLE = "A very large plan";
const TASKS = 400;
const WIDTH = 20;

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

/** Rows of tasks that each wait for one of the row before. */
function largePlan() {
  const tasks = Array.from({ length: TASKS }, (_, place) => {
    const dependencies = place < WIDTH ? "" : `T-${place - WIDTH}`;
    return `- {id: T-${place}, title: Task ${place}, status: todo, assigned_to: [ada], dependencies: [${dependencies}], estimate: 2h}\n`;
  });
  return `---\nprd: large\nphase: 1\ntitle: ${TITLE}\ntasks:\n${tasks.join("")}---\n`;
}

async function withLargePlan(t) {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/plans`);
  await drop(page, [["large.md", largePlan()]]);
  await heading(page, TITLE).waitFor();
  return page;
}

test("a board of many tasks shows a portion, and the keyboard goes on with the first that comes", async (t) => {
  const page = await withLargePlan(t);
  const cards = column(page, /^pending/).getByRole("article");
  await assertCount(cards, 40);
  await button(page, "Show 40 more of 360").press("Enter");
  await assertCount(cards, 80);
  await page
    .locator(":focus")
    .and(page.getByLabel("Status of T-40", { exact: true }))
    .waitFor();
  // A change draws anew; nobody is thrown back to the beginning.
  await button(page, "Begin T-0").click();
  await column(page, "in progress").getByText("T-0", { exact: true }).waitFor();
  await assertCount(cards, 80);
  await assertAccessible(page, "a board of many tasks");

  await view(page, "Table").click();
  await button(page, "Show 100 more of 300").waitFor();
  await view(page, "Next").click();
  await button(page, "Show 50 more of 330").waitFor();
  await page.getByRole("link", { name: "Find tasks in all plans" }).click();
  await page.getByText("400 tasks in 1 plan, of 400 in all.").waitFor();
  await assertCount(page.getByRole("row"), 101);
  await button(page, "Show 100 more of 300").click();
  await assertCount(page.getByRole("row"), 201);
});

test("of a large graph a part is drawn, around what is critical or around the task that one asks for", async (t) => {
  const page = await withLargePlan(t);
  await view(page, "Graph").click();
  await page.getByText(/^400 tasks are too many for one picture\. Drawn are \d+: what comes next/).waitFor();
  await page.getByRole("img", { name: /of 400 tasks in 9 columns by batch/ }).waitFor();

  const around = page.getByLabel("Draw what is around a task");
  await around.fill("T-999");
  await button(page, "Draw").click();
  await page.getByRole("alert").getByText("No task of this plan is called T-999.").waitFor();
  await around.fill("T-207");
  await page.keyboard.press("Enter");
  await page.getByText("Drawn are 9: what is nearest to T-207.").waitFor();
  await assertCount(page.locator(".graph-box"), 9);
  await page.locator(".graph-id", { hasText: /^T-207$/ }).waitFor({ state: "attached" });
  await assertAccessible(page, "a part of a large graph");
  // It is a place that can be kept as a link.
  await page.reload();
  await page.getByText("Drawn are 9: what is nearest to T-207.").waitFor();
});
