// What a host stored and the app would not have, in the room for learning, used in Chromium as learners use it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, startApp, startBrowser } from "./app-in-chromium.mjs";
import { installedTools } from "./lib/tools.mjs";
import { button, goTo, heading, sit, told, work } from "./rooms-in-chromium.mjs";

const host = await installedTools();
let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const asks = { criterion_type: "number", description: "The answer", rule: { value: 1 } };

/** A window in which Ada sits, with a course of four steps, the second of them optional. */
async function atDesk(t, learner, path) {
  const { Workspace } = host.main;
  const ws = await Workspace.open(t.name, { storage: "memory" });
  const project = await ws.tasks.create({ task_type: "project", title: "Numbers" });
  const steps = [];
  for (const [title, required] of Object.entries({ One: true, Two: false, Three: true, Last: true })) {
    const step = await ws.tasks.create({ parent_id: project.id, task_type: "step", title, required });
    await ws.tasks.addCriterion(step.id, asks);
    steps.push(step);
  }
  const ada = await ws.learners.create({ name: "Ada", ...learner });
  if (path) {
    const draft = { learner_id: ada.id, root_id: project.id, name: "Mine", ...path(steps) };
    const own = await ws.paths.create(draft);
    await ws.paths.choose(ada.id, own.id);
  }
  const buffer = Buffer.from(await (await ws.export()).arrayBuffer());
  await ws.close();
  const browser = await startBrowser(t);
  const page = await browser.window(`${app.address}#/workspace`);
  await page.getByLabel("Import a file").setInputFiles({ name: "all.jsonl", mimeType: "text/plain", buffer });
  await button(page.getByRole("dialog"), "Import").click();
  await page.getByText("Imported.").waitFor();
  await goTo(page, "#/learning");
  await heading(page, "Who learns here?").waitFor();
  await sit(page, "Ada");
  await heading(page, "Ada").waitFor();
  const open = async ({ id, title }) => {
    await goTo(page, `#/learning/c/${project.id}/s/${id}`);
    await heading(page, title).waitFor();
  };
  return { page, steps, open };
}

for (const language of ["en_US", ""]) {
  test(`a profile with the language “${language}” can be changed, and shows the wishes that hold`, async (t) => {
    const { page } = await atDesk(t, {
      preferred_language: language,
      learning_preferences: { time_factor: 1.25, more_examples: 1, pace: "short" },
    });
    await page.getByRole("link", { name: "Profile" }).click();
    const chosen = (label) => page.getByLabel(label, { exact: true }).locator("option:checked").textContent();
    await page.getByLabel("How long you take").waitFor();
    assert.equal(await chosen("Language"), language || "Not said");
    assert.equal(await chosen("How long you take"), "125% of what is estimated");
    assert.equal(await chosen("Examples"), "1 example more");
    await assertAccessible(page, "a profile as a host made it");
    await page.getByLabel("Language", { exact: true }).selectOption("de");
    await page.getByLabel("Examples", { exact: true }).selectOption("As many as suit my level");
    await button(page, "Save").click();
    await told(page, "all that you did stays").waitFor();
    await goTo(page, "#/learning");
    await page.getByRole("link", { name: "Profile" }).click();
    await page.getByLabel("How long you take").waitFor();
    assert.equal(await chosen("Language"), "German");
    assert.match(await chosen("How long you take"), /^125\s?%/);
    assert.equal(await chosen("Examples"), "As many as suit my level");
  });
}

async function passIt(page) {
  await button(page, "Begin").click();
  await work(page).getByLabel("Your answer").fill("1");
  await button(page, "Hand in").click();
}

test("who follows a path goes on along it, and not with what it leaves out", async (t) => {
  const { page, steps, open } = await atDesk(t, { background_level: "advanced" }, () => ({
    path_type: "personalized",
  }));
  await open(steps[0]);
  await passIt(page);
  await work(page).getByText("Go on with").getByRole("link", { name: "Three" }).waitFor();
});

test("who follows a path in an order of its own goes on in that", async (t) => {
  const { page, steps, open } = await atDesk(t, {}, ([one, , three, last]) => ({
    steps_sequence: [last.id, one.id, three.id],
  }));
  await open(steps[3]);
  await passIt(page);
  await work(page).getByText("Go on with").getByRole("link", { name: "One" }).click();
  await heading(page, "One").waitFor();
  await passIt(page);
  await work(page).getByText("Go on with").getByRole("link", { name: "Three" }).waitFor();
});
