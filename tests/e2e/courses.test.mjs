// The room for courses, used in Chromium as people use it: authors, learners and instructors.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertAccessible, startApp, startBrowser, tabTo } from "./app-in-chromium.mjs";
import {
  assertCount,
  assertFits,
  assertFocus,
  bringIn,
  button,
  focused,
  giveCourse,
  goTo,
  heading,
  newLearner,
  sit,
  standsAt,
  told,
  work,
} from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const SOIL = {
  project_id: "soil-lab",
  version: 1,
  title: "Soil laboratory",
  description: "Study **soil** samples.",
  epics: [
    {
      title: "Load data",
      tasks: [
        {
          title: "Read the table",
          content: "Rows and *columns*.",
          learning_objectives: [{ level: "apply", description: "Read a table" }],
          subtasks: [
            {
              title: "Count the rows",
              criteria: [{ criterion_type: "number", description: "The number of rows", rule: { value: 10 } }],
            },
            {
              title: "Name the columns",
              criteria: [
                {
                  criterion_type: "text_match",
                  description: "Both columns",
                  rule: { all_of: ["depth", "ph"], ignore_case: true },
                },
                { criterion_type: "regex", description: "With a comma between", rule: { pattern: "," } },
              ],
            },
          ],
        },
      ],
    },
    {
      title: "Report",
      dependencies: ["Load data"],
      tasks: [
        {
          title: "Write the memo",
          task_type: "task",
          criteria: [{ criterion_type: "manual", description: "Somebody finds it clear", rule: {} }],
        },
      ],
    },
  ],
};

const tree = (page) => page.getByRole("tree", { name: "What is in this course" });
const item = (page, name) => tree(page).getByRole("treeitem", { name });

/** A window with the course and a learner in front of a task. */
async function atTask(page, title) {
  const epic = title === "Write the memo" ? "Report" : "Load data";
  for (const name of [epic, ...(epic === "Report" ? [] : ["Read the table"])]) {
    await item(page, name).focus();
    await page.keyboard.press("ArrowRight");
  }
  await item(page, title).click();
  await heading(page, title).waitFor();
}

async function handIn(page, text) {
  await work(page).getByLabel("Your answer").fill(text);
  await button(page, "Hand in").click();
}

test("a course with problems is refused with every place of them, and nothing is stored", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/courses`);
  await heading(page, "Bring in a course").waitFor();
  await giveCourse(page, {
    title: "Broken",
    colour: "red",
    epics: [{ title: "" }, { title: "B", priority: 9, dependencies: ["Nowhere"] }, { tasks: {} }],
  });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  for (const path of ["epics[0].title", "epics[1].priority", "epics[1].dependencies[0]", "epics[2].title"]) {
    await alert.getByText(path, { exact: true }).waitFor();
  }
  await page.getByText("nothing is stored of a course that has a problem").waitFor();
  await page.getByText("1 key is not known here").waitFor();
  await page.getByText("Nothing here yet.").waitFor();
  await assertAccessible(page, "a refused course");

  await giveCourse(page, "{ no json", "bad.json");
  await page.getByText("bad.json was not taken in").waitFor();
  await alert.getByText("The file is not JSON").waitFor();
  await assertCount(page.getByText("undefined"), 0);
  await page.getByText("Nothing here yet.").waitFor();
});

test("a course goes, with what learners did in it, when that was told and confirmed", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const id = await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await atTask(page, "Count the rows");
  await button(page, "Begin").click();
  await handIn(page, "10");
  await standsAt(page, "done");
  await page.getByRole("link", { name: "Teach", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await button(page, "Delete the course…").click();
  await dialog.getByText(/submission.* of 1 learner\./).waitFor();
  await assertAccessible(page, "a course that is to be deleted");
  // Enter on what has the focus must not delete it.
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await button(page, "Delete the course…").click();
  await dialog.waitFor();
  await page.goBack();
  await dialog.waitFor({ state: "detached" });
  await heading(page, "Count the rows").waitFor();
  await page.goForward();
  await button(page, "Delete the course…").click();
  await button(dialog, "Delete the course").click();
  await heading(page, "Bring in a course").waitFor();
  await page.getByText("Nothing here yet.").waitFor();
  await goTo(page, `#/courses/p/${id}`);
  await heading(page, "There is no such task").waitFor();
});

test("a course comes in after a dry run, with a file that was dropped", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/courses`);
  await heading(page, "Bring in a course").waitFor();
  await page.evaluate((text) => {
    const transfer = new globalThis.DataTransfer();
    transfer.items.add(new globalThis.File([text], "soil.json", { type: "application/json" }));
    const place = globalThis.document.querySelector(".drop");
    place.dispatchEvent(new globalThis.DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, JSON.stringify(SOIL));
  const dialog = page.getByRole("dialog");
  await dialog.getByText("7 tasks and 1 objective.").waitFor();
  await assertAccessible(page, "the dialog before a course comes in");
  await page.keyboard.press("Escape");
  await page.getByText("Nothing here yet.").waitFor();

  await giveCourse(page, SOIL, "soil.json");
  await button(dialog, "Bring it in").click();
  await heading(page, "Soil laboratory").waitFor();
  await page.getByText("Nobody learns here now.").waitFor();
  await page.reload();
  await heading(page, "Soil laboratory").waitFor();
  await page.getByText("Study soil samples.").waitFor();
});

test("the sample course opens once it is here, and loading it again, or in two windows at once, opens that one", async (t) => {
  const browser = await startBrowser(t);
  const windows = [];
  for (let number = 0; number < 2; number += 1) {
    const page = await browser.window(`${app.address}#/courses`);
    await heading(page, "Bring in a course").waitFor();
    windows.push(page);
  }
  await Promise.all(windows.map((page) => button(page, "Load the sample course").click()));
  for (const page of windows) {
    await page.getByRole("heading", { name: "Learn Medallion", level: 1 }).waitFor();
    await page.getByRole("tree").waitFor();
  }
  const [page, other] = windows;
  assert.equal(page.url(), other.url());
  await goTo(page, "#/courses");
  await heading(page, "Bring in a course").waitFor();
  await assertCount(page.getByRole("list", { name: "Courses" }).getByRole("listitem"), 1);
  await button(page, "Load the sample course").click();
  await told(page, "The sample course is here already.").waitFor();
  await page.getByRole("tree").waitFor();
  assert.equal(page.url(), other.url());
});

test("the tree is one stop for Tab and is walked with arrows, Home, End and letters", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await item(page, "Soil laboratory").focus();
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /^Load data/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(page), /^Read the table/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(page), /^Count the rows/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await focused(page), /^Read the table/);
  await page.keyboard.press("End");
  assert.match(await focused(page), /^Report/);
  await page.keyboard.press("Home");
  assert.match(await focused(page), /^Soil laboratory/);
  await page.keyboard.press("n");
  assert.match(await focused(page), /^Name the columns/);
  await page.keyboard.press("Enter");
  await heading(page, "Name the columns").waitFor();
  await assertCount(tree(page).locator('[tabindex="0"]'), 1);
  await item(page, "Name the columns").and(page.locator('[aria-current="page"]')).waitFor();
});

test("a learner goes from nothing to finished: locked, tried again, containers close, and nothing is skipped", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await page.getByText("0 of 4").first().waitFor();

  await atTask(page, "Write the memo");
  await standsAt(page, "locked");
  await work(page).getByText('"Report" is locked: "Load data" must be closed first.').waitFor();
  await work(page).getByText("To open it, in this order:").waitFor();
  await assertAccessible(page, "a locked task");
  await work(page).getByRole("link", { name: "Count the rows" }).click();
  await heading(page, "Count the rows").waitFor();

  await button(page, "Begin").click();
  await handIn(page, "11");
  await heading(work(page), "Not yet · 0%").waitFor();
  await work(page).getByText("It is another number.").first().waitFor();
  await assertFocus(page, "Not yet");
  await assertAccessible(page, "a failed attempt");
  await handIn(page, "10");
  await standsAt(page, "done");
  await work(page).getByText("Go on with").getByRole("link", { name: "Name the columns" }).click();

  await heading(page, "Name the columns").waitFor();
  await button(page, "Begin").click();
  await handIn(page, "depth; pH");
  await work(page).getByText("✓ met: Both columns").waitFor();
  await work(page).getByText("✗ not met: With a comma between").waitFor();
  await handIn(page, "depth, pH");
  await work(page).getByText("Closed with it: Read the table and Load data.").waitFor();
  await item(page, "Load data").getByText("done, 100%").waitFor();
  await assertAccessible(page, "a passed attempt");

  await goTo(page, new URL(page.url()).hash.replace(/\/t\/.*/, ""));
  await page.getByText("75%").first().waitFor();
  await page.getByRole("link", { name: "Write the memo" }).first().click();
  await button(page, "Begin").click();
  await handIn(page, "All is well.");
  await work(page).getByRole("heading", { name: "It waits for a review" }).waitFor();

  await page.getByRole("link", { name: "Teach" }).click();
  await button(page, "Review Ada, Write the memo").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Grade").fill("90");
  await dialog.getByLabel("What to tell them").fill("Clear.");
  await button(dialog, "Give the verdict").click();
  await told(page, "The verdict is with Ada.").waitFor();
  await page.getByText("Nothing waits.").waitFor();
  await item(page, "Soil laboratory").getByText("done, 100%").waitFor();
  await item(page, "Soil laboratory").click();
  await page.getByText("1 of 1 objective achieved").waitFor();
});

test("after a failed try there is a cooldown, which is said and goes by itself", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const criteria = [{ criterion_type: "number", description: "The answer", rule: { value: 42 } }];
  const steps = [{ title: "Answer", cooldown_seconds: 3, criteria }];
  await bringIn(page, app.address, { title: "Patience", chapters: [{ title: "One", steps }] });
  await newLearner(page, "Ada");
  await item(page, "One").focus();
  await page.keyboard.press("ArrowRight");
  await item(page, "Answer").click();
  await heading(page, "Answer").waitFor();
  await button(page, "Begin").click();
  await handIn(page, "41");
  await work(page).getByText("The next try is possible").waitFor();
  await standsAt(page, "locked");
  await standsAt(page, "running");
  await handIn(page, "42");
  await standsAt(page, "done");
});

test("several learners on one device each have a record of their own, and an instructor sees them side by side", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await atTask(page, "Count the rows");
  await button(page, "Begin").click();
  await handIn(page, "10");
  await standsAt(page, "done");
  await newLearner(page, "Ben");
  await standsAt(page, "can begin");
  await sit(page, "Ada");
  await standsAt(page, "done");

  await sit(page, "Ben");
  await standsAt(page, "can begin");
  await button(page, "Ask for help…").click();
  await page.getByRole("dialog").getByLabel("What is unclear?").fill("Which rows count?");
  await button(page.getByRole("dialog"), "Ask").click();
  await work(page).getByText("Not answered yet").waitFor();

  await page.getByRole("link", { name: "Teach" }).click();
  const rows = page.getByRole("table").getByRole("row");
  await rows.filter({ hasText: "Ada" }).getByText("25%").first().waitFor();
  await rows.filter({ hasText: "Ben" }).getByText("0%").first().waitFor();
  await assertAccessible(page, "the instructor's view");
  await button(page, "Answer Ben").click();
  await page.getByRole("dialog").getByLabel("Your answer").fill("All but the heading.");
  await button(page.getByRole("dialog"), "Send the answer").click();
  await page.getByText("No question is open.").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "Download progress as CSV").click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /Ada[^]*Ben/);
  await item(page, "Load data").click();
  await goTo(page, `${new URL(page.url()).hash}`);
  await atTaskOpen(page, "Count the rows");
  await work(page).getByText("All but the heading.").waitFor();
});

/** The tree stands open already. */
async function atTaskOpen(page, title) {
  if (!(await item(page, title).isVisible())) {
    await item(page, "Read the table").focus();
    await page.keyboard.press("ArrowRight");
  }
  await item(page, title).click();
  await heading(page, title).waitFor();
}

test("setting aside, passing over and going back, each with its reason; the audit trail tells all of it", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await atTask(page, "Count the rows");
  const dialog = page.getByRole("dialog");
  await page.getByText("For instructors").click();
  await button(page, "Set aside for Ada…").click();
  await dialog.getByLabel("Why").fill("the table is being repaired");
  await button(dialog, "Set it aside").click();
  await standsAt(page, "set aside");
  await work(page).getByText("It was set aside: the table is being repaired.").waitFor();
  await assertAccessible(page, "set aside");
  assert.equal(await button(work(page), "Take it up again").count(), 0, "that is for who has set it aside");
  await button(page, "Take up again for Ada").click();
  await standsAt(page, "can begin");

  await button(page, "Pass over for Ada…").click();
  await dialog.getByLabel("Why").fill("knows it from school");
  await button(dialog, "Pass over it").click();
  await standsAt(page, "passed over");
  await work(page).getByText("knows it from school").waitFor();
  await button(page, "Go back to it…").click();
  await dialog.getByLabel("Why").fill("wants to be sure");
  await button(dialog, "Go back to it").click();
  await standsAt(page, "can begin");

  await page.getByRole("link", { name: "History of your work" }).click();
  const events = page.getByRole("list", { name: "Events, newest first" });
  await events.getByText(/set aside by .*the table is being repaired/).waitFor();
  await events.getByText(/passed over .*knows it from school/).waitFor();
  await events.getByText(/opened again .*wants to be sure/).waitFor();
  await assertAccessible(page, "the audit trail");
  assert.equal(await page.getByLabel("Of whom").locator("option:checked").textContent(), "Ada");
  await page.getByRole("link", { name: "Show all" }).click();
  await page.getByText("Only “Count the rows”").waitFor({ state: "detached" });
  await page.getByLabel("Of whom").selectOption("Everybody");
  await page.getByLabel("Of what").selectOption("Learners");
  await events.getByText("created by app").first().waitFor();
});

test("a changed course updates the one that is here, and keeps what was done", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await bringIn(page, app.address, SOIL);
  await newLearner(page, "Ada");
  await atTask(page, "Count the rows");
  await button(page, "Begin").click();
  await handIn(page, "10");
  await standsAt(page, "done");
  const more = structuredClone(SOIL);
  more.version = 2;
  more.epics[0].tasks[0].subtasks.push({ title: "Sort the rows" });
  more.epics[0].tasks[0].subtasks[0].description = "Once more.";
  await page.goto(`${app.address}#/courses`);
  await giveCourse(page, more);
  const dialog = page.getByRole("dialog");
  const choice = dialog.getByLabel("A course of this name is here");
  await dialog.getByText("1 task new, 2 tasks changed, 0 tasks no longer in use.").waitFor();
  await choice.selectOption("As a course of its own");
  await dialog.getByText("All of it is new").waitFor();
  await choice.selectOption({ index: 0 });
  await button(dialog, "Bring it in").click();
  await heading(page, "Soil laboratory").waitFor();
  await page.getByText("1 of 5").first().waitFor();
});

test("what authors write is shown as they meant it, and never run", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const content = [
    "# First",
    "### Deep",
    "<script>globalThis.ran = 1</script><img src=x onerror='globalThis.ran = 1' alt='a map'>",
    "[a link](javascript:globalThis.ran=1) and [a good one](https://example.org/)",
    "<form action='https://example.org'><input name=q></form>",
    "| a | b |\n| - | - |\n| 1 | 2 |",
  ].join("\n\n");
  await bringIn(page, app.address, { title: "Careful", content, epics: [{ title: "One" }] });
  const prose = page.locator(".material .prose");
  await prose.getByRole("heading", { name: "First", level: 2 }).waitFor();
  await prose.getByRole("heading", { name: "Deep", level: 3 }).waitFor();
  assert.equal(await prose.locator("script, img, form, input, [onerror]").count(), 0);
  assert.equal(await prose.getByRole("link", { name: "a good one" }).getAttribute("rel"), "noopener noreferrer");
  assert.equal(await prose.locator('a[href^="javascript"]').count(), 0);
  await prose.getByText("Image: a map").waitFor();
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  await assertAccessible(page, "an author's text");
});

const REAL = join(
  process.env.MEDALLION_DATA ?? fileURLToPath(new URL("../../../shared/data", import.meta.url)),
  "courses/python_basics_project.json",
);

test("a course of the reference comes in, and its author's checks judge what programs printed", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const isThere = existsSync(REAL);
  if (!isThere) t.diagnostic(`NOT RUN ON REAL DATA: ${REAL} is not there; a course of the same form stands in`);
  const standIn = {
    title: "Python Programming Fundamentals",
    epics: [
      {
        title: "Getting Started",
        tasks: [
          {
            title: "Hello World",
            subtasks: [
              {
                title: "Print a greeting",
                validation: { type: "python_output", expected: { output_contains: ["Hello, World!"] } },
              },
            ],
          },
        ],
      },
    ],
  };
  await bringIn(page, app.address, isThere ? readFileSync(REAL, "utf8") : standIn);
  await heading(page, "Python Programming Fundamentals").waitFor();
  await newLearner(page, "Ada");
  for (const name of ["Getting Started", "Hello World"]) {
    await item(page, name).focus();
    await page.keyboard.press("ArrowRight");
  }
  await item(page, "Print a greeting").click();
  await heading(page, "Print a greeting").waitFor();
  await button(page, "Begin").click();
  await work(page).getByText("This page cannot run programs.").waitFor();
  await work(page).getByLabel("Your program").fill('print("Good morning")');
  await work(page).getByLabel("What it printed").fill("Good morning");
  await button(page, "Hand in").click();
  await work(page).getByText('The output lacks "Hello, World!"').first().waitFor();
  await work(page).getByLabel("Your program").fill('print("Hello, World!")');
  await work(page).getByLabel("What it printed").fill("Hello, World!");
  await button(page, "Hand in").click();
  await standsAt(page, "done");
  await work(page).getByText("This page ran nothing").first().waitFor();
  await assertAccessible(page, "a judged program");
});

test("keyboard alone: a learner is added, a task begun, answered and closed", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  const id = await bringIn(page, app.address, SOIL);
  await goTo(page, `#/courses/p/${id}/t/${id}.1.1.1`);
  await heading(page, "Count the rows").waitFor();
  await tabTo(page, "Add a learner…");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Ada");
  await page.keyboard.press("Enter");
  await standsAt(page, "can begin");
  await tabTo(page, "Begin");
  await page.keyboard.press("Enter");
  await work(page).getByLabel("Your answer").waitFor();
  await tabTo(page, "Your answer");
  await page.keyboard.type("10");
  await page.keyboard.press("Enter");
  await standsAt(page, "done");
  await assertFocus(page, "Passed");
});

test("axe finds nothing on a phone, and nothing runs over its side where text runs from right to left", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 360, height: 800 } });
  const page = await browser.window(`${app.address}#/courses`);
  await heading(page, "Bring in a course").waitFor();
  await assertAccessible(page, "no courses");
  const id = await bringIn(page, app.address, SOIL);
  await button(page, "Add a learner…").waitFor();
  await newLearner(page, "Ada", { by: "Add a learner…" });
  for (const [place, title] of [
    ["", "Soil laboratory"],
    [`/t/${id}.1.1.2`, "Name the columns"],
    ["/teach", "Teach: Soil laboratory"],
  ]) {
    await goTo(page, `#/courses/p/${id}${place}`);
    await heading(page, title).waitFor();
    await assertAccessible(page, title);
    await page.evaluate(() => globalThis.document.documentElement.setAttribute("dir", "rtl"));
    await assertFits(page, `${title}, right to left`);
    await page.evaluate(() => globalThis.document.documentElement.removeAttribute("dir"));
  }
});
