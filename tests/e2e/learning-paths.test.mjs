// Paths, time, what is new and how it is written, in the room for learning, used in Chromium as learners use it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser } from "./app-in-chromium.mjs";
import { sampleCourse } from "./learning-in-chromium.mjs";
import {
  assertFits,
  bringIn,
  button,
  giveCourse,
  goTo,
  heading,
  newLearner,
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

const step = (page, title) => page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: title });

test("paths are made, named, followed, left and deleted, each on a card with its steps and minutes", async (t) => {
  const browser = await startBrowser(t);
  const page = await sample.atDesk(browser);
  await goTo(page, `${sample.address}/path`);
  const card = (name) =>
    page
      .getByRole("article")
      .filter({ has: heading(page, name) })
      .last();
  for (const name of ["The whole course", "Fitted to you", "Slowly, once more"]) {
    await card(name)
      .getByText(/^\d+ steps$/)
      .waitFor();
    await card(name)
      .getByText(/^about \d+ minutes$/)
      .waitFor();
  }
  await button(page, "Make one of your own…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Evenings");
  await button(dialog, "Make it").click();
  await told(page, "You follow “Evenings” now.").waitFor();
  await heading(page, "Evenings, step by step").waitFor();
  await button(page, "Make one of your own…").click();
  await dialog.getByLabel("Name").fill("Weekends");
  await button(dialog, "Make it").click();
  await card("Weekends").getByText("You follow this one").waitFor();
  await card("Evenings").waitFor();
  await assertAccessible(page, "two paths of one kind");

  await button(page, "Rename…: Evenings").click();
  await dialog.getByLabel("Name").fill("Mornings");
  await button(dialog, "Rename it").click();
  await card("Mornings").waitFor();
  await button(page, "Follow none: Weekends").click();
  await told(page, "You follow “Weekends” no longer").waitFor();
  await heading(page, "What would fit you, step by step").waitFor();
  assert.equal(await page.getByText("You follow this one").count(), 0);
  for (const name of ["Weekends", "Mornings"]) {
    await button(page, `Delete…: ${name}`).click();
    await button(dialog, "Delete it").click();
    await heading(page, name).waitFor({ state: "detached" });
  }
  await card("Fitted to you")
    .getByText(/^\d+ steps$/)
    .waitFor();
});

test("a step that asks for nothing but time is handed in without a field, and too early takes no try", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/courses`);
  const waits = {
    title: "Look at the sky",
    task_type: "step",
    step_type: "reading",
    max_attempts: 1,
    criteria: [{ criterion_type: "time", description: "Take your time", rule: { seconds: 2 } }],
  };
  const projectId = await bringIn(page, app.address, { title: "Sky", steps: [waits] });
  await goTo(page, "#/learning");
  await newLearner(page, "Ada", { by: "I am new here" });
  await goTo(page, `#/learning/c/${projectId}/s/${projectId}.1`);
  await heading(page, "Look at the sky").waitFor();
  await work(page).getByText("2 seconds of active time are needed.").waitFor();
  await button(page, "Done").click();
  await heading(work(page), "Not yet · 0%").waitFor();
  await work(page).getByText("1 try left").waitFor();
  await assertAccessible(page, "a step of time alone");
  // Time is what this is about: it passes, and what was counted until then is handed in with it.
  const from = await page.evaluate(() => performance.now());
  await page.waitForFunction((start) => performance.now() - start > 3_000, from);
  await button(page, "Done").click();
  await standsAt(page, "done");
});

test("a step that came after its chapter was done is marked as new, and takes nothing away", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/courses`);
  const plain = (title) => ({ title, key: title.toLowerCase(), task_type: "step", step_type: "reading" });
  const sky = (...titles) => ({
    title: "Sky",
    project_id: "sky-course",
    chapters: [{ title: "Clouds", key: "clouds", task_type: "chapter", steps: titles.map(plain) }],
  });
  const projectId = await bringIn(page, app.address, sky("Cirrus"));
  await goTo(page, "#/learning");
  await newLearner(page, "Ada", { by: "I am new here" });
  await goTo(page, `#/learning/c/${projectId}/s/${projectId}.1.1`);
  await button(page, "I am done").click();
  await standsAt(page, "done");

  await goTo(page, "#/courses");
  await giveCourse(page, sky("Cirrus", "Stratus"));
  await button(page.getByRole("dialog"), "Bring it in").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await goTo(page, `#/learning/c/${projectId}`);
  await heading(page, "Sky").first().waitFor();
  await step(page, "Stratus").getByText("can begin, new").waitFor();
  await page.getByText("1 step is new since then.").waitFor();
  await page.getByText("You have finished this course.").waitFor();
  await assertAccessible(page, "a course with something new");
});

test("numbers are written and the page runs as the learner reads, and only while they sit there", async (t) => {
  const browser = await startBrowser(t);
  const page = await sample.atDesk(browser);
  await page.getByRole("link", { name: "Profile" }).click();
  await page.getByLabel("Language").selectOption("ar");
  await button(page, "Save").click();
  await told(page, "Saved.").waitFor();
  const runs = () => page.evaluate(() => globalThis.document.documentElement.dir);
  assert.equal(await runs(), "rtl");
  const { x, width } = await page.getByRole("status").boundingBox();
  assert.ok(x >= 0 && x + width <= page.viewportSize().width, `what is said stands at ${x}, ${width} wide`);
  await goTo(page, sample.address);
  const zero = new Intl.NumberFormat("ar").format(0);
  await page.getByText(`${zero} of`).first().waitFor();
  await assertAccessible(page, "a course in Arabic digits");
  await assertFits(page, "a course, right to left");
  await goTo(page, "#/workspace");
  await heading(page, "Workspace").waitFor();
  assert.equal(await runs(), "");
  await goTo(page, sample.address);
  await page.getByText(`${zero} of`).first().waitFor();
  assert.equal(await runs(), "rtl");
});

test("who goes away right after scrolling finds the place again", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 1000, height: 420 } });
  const page = await sample.atDesk(browser);
  await sample.read(page, "1.2", "What a save point is");
  await sample.openStep(page, "1.3", "Scopes: what it is about");
  // The pause after which a place is kept never ends here: going away must be enough.
  await page.evaluate(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (then, pause, ...rest) => (pause === 500 ? 1 : setTimeout(then, pause, ...rest));
    globalThis.document.querySelector(".text .prose > :last-child").scrollIntoView({ block: "start" });
  });
  await page.waitForFunction(() => globalThis.document.documentElement.scrollTop > 100);
  // Scrolling is told a frame later.
  await page.evaluate(
    () =>
      new Promise((done) => {
        globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(done));
      }),
  );
  await goTo(page, sample.address);
  await page.getByRole("link", { name: "Go on there" }).click();
  await page.getByText("You are where you stopped.").waitFor();
});
