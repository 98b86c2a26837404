// The room for learning, used in Chromium as learners use it. Scenarios are called as the spec of steps calls them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser, tabTo } from "./app-in-chromium.mjs";
import { sampleCourse } from "./learning-in-chromium.mjs";
import {
  assertCount,
  assertFits,
  assertFocus,
  button,
  goTo,
  heading,
  newLearner,
  sit,
  standsAt,
  told,
  work,
} from "./rooms-in-chromium.mjs";

let app;
let sample;
before(async () => {
  app = await startApp();
  sample = sampleCourse(app.address);
});
after(() => app.stop());

const atDesk = (browser, options) => sample.atDesk(browser, options);
const idOf = (number) => sample.idOf(number);
const openStep = (page, number, title) => sample.openStep(page, number, title);
const read = (page, number, title) => sample.read(page, number, title);
const begin = (page, number, title) => sample.begin(page, number, title);

const question = (page, words) => work(page).getByRole("group", { name: words });
const choose = async (page, words, ...options) => {
  for (const option of options) await question(page, words).getByLabel(option, { exact: true }).check();
};
const write = (page, words, text) => question(page, words).getByRole("textbox").fill(text);
const handIn = (page) => button(page, "Hand in").click();

/** Waits until the form says that, in the order of its questions. */
const shows = (page, answers) =>
  page.waitForFunction((wanted) => {
    const form = globalThis.document.querySelector(".answer-form");
    const given = [...form.querySelectorAll("input")].filter(({ type, checked }) => type === "text" || checked);
    return JSON.stringify(given.map(({ value }) => value)) === JSON.stringify(wanted);
  }, answers);

async function readTheFirstTwo(page) {
  await read(page, "1.2", "What a save point is");
  await read(page, "1.3", "Scopes: what it is about");
}

async function answerScopes(page) {
  await choose(page, "A checkpoint comes with the nodes module:cli", "It makes version 2 of that medallion");
  await choose(page, "A checkpoint comes with the node repo:muse alone", "It makes another medallion");
  await choose(page, "Which queries find it?", "nodes repo:muse", "tags refactor, docs");
  await write(page, "It was checkpointed four times", "4");
  await handIn(page);
  await standsAt(page, "done");
}

const step = (page, title) => page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: title });

test("US1 (a): starting a chapter shows step 1 with its content and what is to be done", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await page.getByText("It begins with").waitFor();
  await assertAccessible(page, "the desk of somebody new");
  await page.getByRole("link", { name: "Begin with Do you know it already?" }).click();
  await heading(page, "Do you know it already?").waitFor();
  await page
    .getByRole("navigation", { name: "Back and on" })
    .getByRole("link", { name: "What a save point is" })
    .click();
  await heading(page, "What a save point is").waitFor();
  await page.getByText("An agent works for an hour").waitFor();
  await work(page).getByLabel("I have read it, and could tell somebody what it says.").waitFor();
  await standsAt(page, "running");
  await assertAccessible(page, "a text");
});

test("US1 (b): after a satisfactory result the next step is offered", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await work(page).getByText("Go on with").getByRole("link", { name: "Scopes: what it is about" }).click();
  await heading(page, "Scopes: what it is about").waitFor();
  await standsAt(page, "running");
});

test("US1 (c): who jumps ahead is refused, told why, and led to what is missing", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await goTo(page, `${sample.address}/s/${idOf("2.4")}`);
  await heading(page, "What is ready?").waitFor();
  await standsAt(page, "locked");
  await work(page).getByText("comes first.").first().waitFor();
  await assertCount(button(page, "Begin"), 0);
  await assertCount(button(page, "Hand in"), 0);
  await assertCount(page.getByText("A chapter is ordered and holds"), 0, "a locked text is not shown");
  await assertAccessible(page, "a locked step");
  await work(page).getByRole("link", { name: "What a save point is" }).first().click();
  await heading(page, "What a save point is").waitFor();
});

test("US2 (a): a learner sees which steps are done, running and still ahead, in words", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await openStep(page, "1.3", "Scopes: what it is about");
  await step(page, "What a save point is").getByText("done").waitFor();
  await step(page, "Scopes: what it is about").getByText("running").waitFor();
  await step(page, "Which one is it?").getByText("locked").waitFor();
  await step(page, "Scopes once more, slowly").getByText("locked, if needed").waitFor();
  await goTo(page, sample.address);
  const chapters = page.getByRole("list").filter({ hasText: "Trees of tasks" });
  await chapters.getByRole("progressbar", { name: "Progress in A memory that survives the tab" }).waitFor();
  await page
    .getByRole("progressbar", { name: "Progress in Learn Medallion" })
    .and(page.locator('[value="5"]'))
    .waitFor();
  await assertAccessible(page, "a course from above");
});

test("US2 (b): after an absence a learner goes on where they stopped, at the place in the text", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 1000, height: 420 } });
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await openStep(page, "1.3", "Scopes: what it is about");
  await page.evaluate(() => {
    globalThis.document.querySelector(".text .prose > :last-child").scrollIntoView({ block: "start" });
  });
  await page.locator(".text[data-kept]").waitFor();
  await browser.restart();
  const again = await browser.window(`${app.address}#/learning`);
  await heading(again, "Ada").waitFor();
  await again.getByRole("link", { name: "Go on with Scopes: what it is about" }).click();
  await again.getByText("You are where you stopped.").waitFor();
  const top = await again.evaluate(() => globalThis.document.documentElement.scrollTop);
  assert.ok(top > 100, `scrolled to ${top}`);
  await button(again, "To the beginning").click();
  await again.waitForFunction(() => globalThis.document.documentElement.scrollTop === 0);
});

test("closing the browser in the middle of a quiz loses neither the place nor the half-given answers", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await readTheFirstTwo(page);
  await begin(page, "1.5", "Which one is it?");
  await choose(page, "A checkpoint comes with the node repo:muse alone", "It makes another medallion");
  await choose(page, "Which queries find it?", "nodes repo:muse");
  await write(page, "It was checkpointed four times", "4");
  await work(page).getByText("1 question is not answered yet.").waitFor();
  await work(page).getByText("Your answers are kept.").waitFor();
  await browser.restart();
  const again = await browser.window(`${app.address}#/learning`);
  await again.getByRole("link", { name: "Go on with Which one is it?" }).click();
  await work(again).getByText("1 question is not answered yet.").waitFor();
  const checked = await work(again)
    .locator("input:checked")
    .evaluateAll((inputs) => inputs.map(({ value }) => value));
  assert.deepEqual(checked, ["It makes another medallion", "nodes `repo:muse`"]);
  assert.equal(await question(again, "It was checkpointed four times").getByRole("textbox").inputValue(), "4");
  await answerScopes(again);
});

test("a quiz without an answer is not handed in, and takes no try", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await begin(page, "1.1", "Do you know it already?");
  await handIn(page);
  await work(page).getByText("Nothing is answered yet.").waitFor();
  await page.locator("input[type=radio]:focus").waitFor();
  await work(page).getByText("1 try left").waitFor();
  await assertCount(page.getByRole("alert"), 0);
});

test("two failed tries open the remedial step, and doing it gives new tries: nobody is trapped", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await readTheFirstTwo(page);
  await begin(page, "1.5", "Which one is it?");
  await work(page).getByText("2 tries left").waitFor();
  await choose(page, "A checkpoint comes with the node repo:muse alone", "It makes another medallion");
  await handIn(page);
  await heading(work(page), "Not yet · 25%").waitFor();
  await question(page, "A checkpoint comes with the node repo:muse alone").getByText("That was right.").waitFor();
  await question(page, "Which queries find it?").getByText("That was not answered.").waitFor();
  await assertAccessible(page, "a quiz that failed");
  await work(page).getByText("1 try left").waitFor();
  await handIn(page);
  await standsAt(page, "locked");
  await work(page).getByText("There are no tries left.").waitFor();
  await work(page).getByRole("link", { name: "Scopes once more, slowly" }).click();
  await heading(page, "Scopes once more, slowly").waitFor();
  await work(page).getByRole("checkbox").check();
  await button(page, "Done").click();
  await standsAt(page, "done");
  await openStep(page, "1.5", "Which one is it?");
  await work(page).getByText("2 tries left").waitFor();
  await answerScopes(page);
});

test("US3 (a): another background means another path; required steps stay, and all evidence is kept", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await goTo(page, `${sample.address}/path`);
  const line = (title) => page.locator(".path-step", { hasText: title });
  await line("Courses as files").getByText("in your path").waitFor();
  await line("Courses as files").getByText("Optional, and useful at the level beginner.").waitFor();
  await line("Scopes once more, slowly").getByText("left out").waitFor();
  await button(page, "Follow it: Fitted to you").click();
  await told(page, "You follow “Fitted to you” now.").waitFor();
  await page.getByText("You follow this one").waitFor();
  await assertAccessible(page, "a path");

  await page.getByRole("link", { name: "Change it in your profile" }).click();
  await page.getByLabel("What you know already").selectOption("advanced");
  await button(page, "Save").click();
  await told(page, "all that you did stays").waitFor();
  await assertAccessible(page, "the profile");
  await goTo(page, `${sample.address}/path`);
  await page.getByText("Your level here is advanced.").waitFor();
  await line("Courses as files").getByText("left out", { exact: true }).waitFor();
  await line("What a save point is").getByText("done").waitFor();
  await line("Which one is it?").getByText("Required.").waitFor();
  await openStep(page, "1.3", "Scopes: what it is about");
  await assertCount(page.getByText("Think of it as the label on a folder"), 0, "not the beginner's text");

  // What is chosen by hand holds, whatever the level says.
  await goTo(page, `${sample.address}/path`);
  await button(page, "Take it in: Courses as files").click();
  await told(page, "It is in your path.").waitFor();
  await line("Courses as files").getByText("in your path").waitFor();
  await line("Courses as files").getByText("Chosen for this path.").waitFor();
  await button(page, "Leave it out: Courses as files").click();
  await line("Courses as files").getByText("Not chosen for this path.").waitFor();
  await button(page, "Delete…: Fitted to you").click();
  await button(page.getByRole("dialog"), "Delete it").click();
  await heading(page, "What would fit you, step by step").waitFor();
  await page.getByRole("link", { name: "Change it in your profile" }).click();
  await page.getByLabel("What you know already").selectOption("beginner");
  await page.getByLabel("Steps that are not required").selectOption("I do without");
  await button(page, "Save").click();
  await told(page, "all that you did stays").waitFor();
  await goTo(page, `${sample.address}/path`);
  await line("Courses as files").getByText("Optional, and you wish to do without.").waitFor();

  // What somebody can do already is for those who teach to say.
  await page.getByRole("link", { name: "Change it in your profile" }).click();
  await page.getByText("For an instructor: what is known already").click();
  await page.getByRole("combobox", { name: "What this learner can do already" }).fill("course-files");
  await button(page, "I vouch for it").click();
  await told(page, "an instructor vouches for it").waitFor();
  await assertAccessible(page, "an instructor vouches");
  await goTo(page, `${sample.address}/path`);
  await line("Courses as files").getByText("Mastered already: course-files.").waitFor();
});

test("US3 (b): knowledge shown in a test leaves out what it stands for, and says so", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await begin(page, "1.1", "Do you know it already?");
  await choose(page, "Where does a medallion live?", "In this browser’s IndexedDB");
  await choose(page, "An agent checkpoints twice", "One medallion with two versions");
  await choose(page, "What does a checkpoint need", "Nothing: any model can be plugged in, and none is needed");
  await handIn(page);
  await standsAt(page, "done");
  await step(page, "What a save point is").getByText("passed over").waitFor();
  await step(page, "Scopes: what it is about").getByText("passed over").waitFor();
  await goTo(page, `${sample.address}/path`);
  await page.locator(".path-step", { hasText: "What a save point is" }).getByText("Passed over:").waitFor();
  await begin(page, "1.5", "Which one is it?");
});

test("going back is always allowed, with a reason, and opens the chapter again", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await button(page, "Go back to it…").click();
  await page.getByRole("dialog").getByLabel("Why").fill("read too fast");
  await button(page.getByRole("dialog"), "Go back to it").click();
  await standsAt(page, "running");
  await assertCount(work(page).getByRole("heading", { name: /Passed/ }), 0);
  await step(page, "Scopes: what it is about").getByText("locked").waitFor();
  await work(page).getByRole("checkbox").check();
  await button(page, "Done").click();
  await standsAt(page, "done");
});

test("two windows of one learner in one quiz: one hands in, and the other follows", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await readTheFirstTwo(page);
  await begin(page, "1.5", "Which one is it?");
  const other = await browser.window(page.url());
  await button(other, "Hand in").waitFor();
  await answerScopes(page);
  await standsAt(other, "done");
  await assertCount(button(other, "Hand in"), 0);
});

test("two windows of one learner in one quiz: what each answers stays, and shows in the other", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await readTheFirstTwo(page);
  await begin(page, "1.5", "Which one is it?");
  const other = await browser.window(page.url());
  await button(other, "Hand in").waitFor();
  // What is typed is saved after a pause; here the pause is as long as the test wants, and the other window is faster.
  await page.evaluate(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (then, pause, ...rest) => {
      if (pause !== 400) return setTimeout(then, pause, ...rest);
      globalThis.afterThePause = then;
      return 0;
    };
  });
  await write(page, "It was checkpointed four times", "5");
  await choose(other, "Which queries find it?", "nodes repo:muse", "tags refactor, docs");
  await work(other).getByText("Your answers are kept.").waitFor();
  const found = ["nodes `repo:muse`", "tags `refactor`, `docs`"];
  await shows(other, [...found, ""]);
  await shows(page, [...found, "5"]);
  await page.evaluate(() => globalThis.afterThePause());
  await Promise.all([shows(page, [...found, "5"]), shows(other, [...found, "5"])]);
  await choose(page, "A checkpoint comes with the node repo:muse alone", "It makes another medallion");
  const all = ["It makes another medallion", ...found, "5"];
  await Promise.all([shows(page, all), shows(other, all)]);

  // An answer that is changed or taken back counts in both, wherever it was given.
  await choose(other, "A checkpoint comes with the node repo:muse alone", "It makes version 2 of that medallion");
  await question(page, "Which queries find it?").getByLabel("nodes repo:muse", { exact: true }).uncheck();
  const changed = ["It makes version 2 of that medallion", "tags `refactor`, `docs`", "5"];
  await Promise.all([shows(page, changed), shows(other, changed)]);
  await assertAccessible(other, "a quiz that another window answers");
  await browser.restart();
  const again = await browser.window(`${app.address}#/learning`);
  await again.getByRole("link", { name: "Go on with Which one is it?" }).click();
  await button(again, "Hand in").waitFor();
  await shows(again, changed);
});

test("several learners share a device, and one erases all that is theirs", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await read(page, "1.2", "What a save point is");
  await goTo(page, "#/learning");
  await page.getByText("5%").waitFor();
  await newLearner(page, "Ben", { level: "advanced" });
  await heading(page, "Ben").waitFor();
  await page.getByText("0%").waitFor();
  await sit(page, "Ada");
  await heading(page, "Ada").waitFor();
  await page.getByText("5%").waitFor();
  await page.getByRole("link", { name: "Profile" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    button(page, "Download your progress as CSV").click(),
  ]);
  const csv = readFileSync(await file.path(), "utf8");
  assert.match(csv, /What a save point is/);
  assert.doesNotMatch(csv, /Ben/);
  await button(page, "Erase all that is yours…").click();
  await assertAccessible(page, "before erasing");
  await button(page.getByRole("dialog"), "Erase for good").click();
  await heading(page, "Who learns here?").waitFor();
  await sit(page, "Ben");
  await heading(page, "Ben").waitFor();
});

/** Whatever the order that is shown: each to its place, from the first on. One that stands right is moved and back. */
async function putInOrder(page, wanted) {
  const options = work(page).locator(".ordering").filter({ hasText: wanted[0] }).locator(".ordering-text");
  await button(page, `Move down: ${(await options.allTextContents())[0]}`).click();
  for (const [place, option] of wanted.entries())
    for (let at = (await options.allTextContents()).indexOf(option); at > place; at -= 1)
      await button(page, `Move up: ${option}`).click();
  assert.deepEqual(await options.allTextContents(), wanted);
}

test("who passes everything finishes: the whole sample, to 100 % of what is asked, and the skills to show for it", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await readTheFirstTwo(page);
  await begin(page, "1.5", "Which one is it?");
  await answerScopes(page);
  await begin(page, "1.6", "Write a checkpoint");
  await button(page, "Show a hint").click();
  await work(page).getByText("resolves to the workspace; wait for it.").waitFor();
  const program =
    'const ws = await Workspace.open("a");\nawait ws.checkpoint({ scope, evidence: { session_summary: "x" } });';
  await work(page).getByLabel("Your answer").fill(program);
  await handIn(page);
  await work(page).getByText("Closed with it: A memory that survives the tab.").waitFor();

  await read(page, "2.1", "Tasks have no status");
  await begin(page, "2.2", "Name the statuses");
  await work(page).getByLabel("Your answer").fill("closed, open, blocked, in_progress");
  await handIn(page);
  await standsAt(page, "done");
  await read(page, "2.3", "One rule of readiness");
  await begin(page, "2.4", "What is ready?");
  await choose(page, "Which step of the chapter can be started?", "A");
  await choose(page, "A is done, X is not.", "Nothing: B waits for X, and C for B");
  await work(page).getByText("2 questions are not answered yet.").waitFor();
  await putInOrder(page, ["Do A", "Do X", "Do B", "Do C"]);
  await choose(page, "The chapter itself is set aside.", "A is locked", "The lock names the chapter");
  await assertAccessible(page, "a quiz with an order");
  await handIn(page);
  await heading(work(page), "Passed · 100%").waitFor();
  await begin(page, "2.5", "How far is that?");
  await work(page).getByLabel("Your answer").fill("66");
  await handIn(page);
  await work(page).getByText("Closed with it: Trees of tasks, and who learns.").waitFor();
  await read(page, "2.6", "Courses as files");

  await read(page, "3.1", "Nothing opens on a claim");
  await begin(page, "3.2", "Choose the criterion");
  await choose(page, "Which criterion fits best?", "quiz with a text question and a list of right answers");
  await handIn(page);
  await standsAt(page, "done");
  await begin(page, "3.3", "Write a criterion");
  const rule = { questions: [{ id: "q1", kind: "number", prompt: "2 + 2", answer: 4 }], pass_mark: 0.8 };
  await work(page)
    .getByLabel("Your answer")
    .fill(JSON.stringify({ criterion_type: "quiz", rule }));
  await handIn(page);
  await standsAt(page, "done");
  await read(page, "3.4", "Paths and mastery");
  await begin(page, "3.5", "All of it");
  await choose(page, "The promise of a checkpoint has resolved.", "Nothing of it");
  await write(page, "Whose is a status?", "task");
  await choose(
    page,
    "What can lock a step?",
    "An earlier required sibling in an ordered chapter",
    "A chapter above it that waits",
    "Used-up tries",
  );
  await choose(page, "A page hands in a score", "It waits for a review");
  await write(page, "7 of 8 steps", "87");
  await putInOrder(page, ["available", "in progress", "completed"]);
  await handIn(page);
  await work(page).getByText("Closed with it: Steps that open on evidence and Learn Medallion.").waitFor();
  await goTo(page, "#/learning");
  const skills = page.getByRole("list", { name: "Skills" });
  await skills.getByText("gating").waitFor();
  await skills.getByText("mastered").first().waitFor();
  await assertAccessible(page, "the desk of somebody who has finished");
});

test("keyboard alone: from the desk through a text to its end", async (t) => {
  const browser = await startBrowser(t);
  const page = await atDesk(browser);
  await tabTo(page, "Begin");
  await page.keyboard.press("Enter");
  await heading(page, "Do you know it already?").waitFor();
  await assertFocus(page, /^Do you know it already\?$/);
  await openStep(page, "1.2", "What a save point is");
  await work(page).getByRole("checkbox").waitFor();
  await tabTo(page, "I have read it");
  await page.keyboard.press("Space");
  await tabTo(page, "Done");
  await page.keyboard.press("Enter");
  await standsAt(page, "done");
  await assertFocus(page, "Passed");
});

test("axe finds nothing on a phone, and nothing runs over its side where text runs from right to left", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 360, height: 800 } });
  const page = await browser.window(`${app.address}#/learning`);
  await heading(page, "Who learns here?").waitFor();
  await assertAccessible(page, "nobody chosen");
  await newLearner(page, "Ada", { by: "I am new here" });
  await sample.load(page);
  await begin(page, "1.1", "Do you know it already?");
  for (const [place, title] of [
    ["#/learning", "Ada"],
    ["#/learning/profile", "Profile"],
    [sample.address, "Learn Medallion"],
    [`${sample.address}/path`, "Your path"],
    [`${sample.address}/s/${idOf("1.1")}`, "Do you know it already?"],
    [`${sample.address}/s/${idOf("1.2")}`, "What a save point is"],
    [`${sample.address}/s/${idOf("3.5")}`, "All of it"],
  ]) {
    await goTo(page, place);
    await page.getByRole("heading", { name: title, exact: true, level: 1 }).waitFor();
    await assertAccessible(page, title);
    await page.evaluate(() => globalThis.document.documentElement.setAttribute("dir", "rtl"));
    await assertFits(page, `${title}, right to left`);
    await page.evaluate(() => globalThis.document.documentElement.removeAttribute("dir"));
  }
});
