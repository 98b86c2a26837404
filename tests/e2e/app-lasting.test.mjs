// What one has typed, chosen or reached is not lost or taken wrongly: by another window, by a reload, by going back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, startBrowser } from "./app-in-chromium.mjs";
import { assertCount, bringIn, button, goTo, heading, newLearner, sit, standsAt, work } from "./rooms-in-chromium.mjs";

let app;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

const COURSE = {
  project_id: "numbers",
  title: "Numbers",
  description: "Two things to hand in.",
  epics: [
    {
      title: "All",
      tasks: [
        {
          title: "Circle",
          max_attempts: 2,
          criteria: [{ criterion_type: "number", description: "Pi", rule: { value: 3.14, tolerance: 0.01 } }],
        },
        {
          title: "Score",
          criteria: [
            { criterion_type: "score", description: "A score", rule: { min: 0.5 } },
            { criterion_type: "manual", description: "A look", rule: {} },
          ],
        },
      ],
    },
  ],
};

const open = (page, name) => page.locator(".reading").getByRole("link", { name }).first().click();

async function withCourse(t, options) {
  const browser = await startBrowser(t, options);
  const page = await browser.window(app.address);
  const id = await bringIn(page, app.address, COURSE);
  await newLearner(page, "Ada");
  return { browser, page, id };
}

test("what is no number costs no try, and a comma is the point of who reads so", async (t) => {
  const { page, id } = await withCourse(t);
  await open(page, "Circle");
  await button(page, "Begin").click();
  const answer = work(page).getByLabel("Your answer");
  for (const none of ["abc", "3,14", "1/2"]) {
    await answer.fill(none);
    await button(page, "Hand in").click();
    await work(page).getByText("That is no number. Write it like 2.5").waitFor();
    await work(page).locator("input:focus").waitFor();
  }
  await assertCount(work(page).getByText(/attempt/), 0);
  const step = `#/learning/c/${id}/s/${new URL(page.url()).hash.split("/t/")[1]}`;
  await goTo(page, "#/learning/profile");
  await page.getByLabel("Language").selectOption("de");
  await button(page, "Save").click();
  await page.getByText("Saved. Your path").waitFor();
  await goTo(page, step);
  await heading(page, "Circle").waitFor();
  await answer.fill("abc");
  await button(page, "Hand in").click();
  await work(page).getByText("That is no number. Write it like 2,5").waitFor();
  await answer.fill("3,14");
  await button(page, "Hand in").click();
  await standsAt(page, "done");
});

test("a score beside its bounds is refused at its field, and who reviews sees the one that was handed in", async (t) => {
  const { page, id } = await withCourse(t);
  await open(page, "Score");
  await button(page, "Begin").click();
  const score = work(page).getByLabel(/^Score/);
  await score.fill("150");
  await button(page, "Hand in").click();
  await work(page).getByText("It must be from 0 to 100.").waitFor();
  await score.fill("85");
  await button(page, "Hand in").click();
  await heading(work(page), "It waits for a review").waitFor();
  await goTo(page, `#/courses/p/${id}/teach`);
  await page.getByText("The score that was handed in: 85%.").waitFor();
  await page.getByRole("button", { name: /^Review / }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Grade").fill("150");
  await dialog.getByLabel("What to tell them").fill("Good.");
  await button(dialog, "Give the verdict").click();
  await dialog.getByText("A grade is a number from 0 to 100, or nothing.").waitFor();
  await dialog.getByLabel("Grade").and(page.locator(":focus")).waitFor();
  await dialog.getByLabel("Grade").fill("80,5");
  await button(dialog, "Give the verdict").click();
  await page.getByText("Nothing waits.").waitFor();
  await page.locator(":focus").filter({ hasText: "Reviews that wait" }).waitFor();
});

test("a window keeps its learner when somebody else sits down in another", async (t) => {
  const { browser, page, id } = await withCourse(t);
  await newLearner(page, "Ben");
  await sit(page, "Ada");
  const other = await browser.window(`${app.address}#/courses/p/${id}`);
  const chosen = (own) => own.getByLabel("Learner", { exact: true }).locator("option:checked");
  await chosen(other).filter({ hasText: "Ada" }).waitFor({ state: "attached" });
  await sit(other, "Ben");
  await open(other, "Circle");
  await other.locator(".facts").getByText("Ben").waitFor();
  await open(page, "Circle");
  await page.locator(".facts").getByText("Ada").waitFor();
  await page.reload();
  await page.locator(".facts").getByText("Ada").waitFor();
});

test("a profile that is changed in two windows loses neither change", async (t) => {
  const { browser, page } = await withCourse(t);
  await goTo(page, "#/learning/profile");
  await page.getByLabel("Name").waitFor();
  const other = await browser.window(`${app.address}#/learning/profile`);
  await other.getByLabel("What you know already").selectOption("advanced");
  await other.getByLabel("Examples").selectOption("More of them");
  await button(other, "Save").click();
  await other.getByText("Saved. Your path").waitFor();
  await page.getByLabel("Name").fill("Ada B.");
  await page.getByLabel("How long you take").selectOption({ index: 1 });
  await button(page, "Save").click();
  await page.getByText("Saved. Your path").waitFor();
  await page.reload();
  await page.getByLabel("Name").waitFor();
  assert.equal(await page.getByLabel("What you know already").inputValue(), "advanced");
  assert.equal(await page.getByLabel("Examples").inputValue(), "1");
  assert.equal(await page.getByLabel("How long you take").inputValue(), "1");
  assert.equal(await page.getByLabel("Name").inputValue(), "Ada B.");
});

test("what the list of medallions is asked for, and all of a draft, are there after a reload", async (t) => {
  const browser = await startBrowser(t);
  const page = await browser.window(app.address);
  await button(page, "Load the sample").first().click();
  await page.getByRole("combobox", { name: "Scope" }).fill("module:image ");
  await page.getByLabel("Status").selectOption("Active");
  await page.getByText(/medallions? in this scope/).waitFor();
  const words = await page.locator(".told").textContent();
  await page.locator(".card-title").first().click();
  await page.locator(".reading h1:focus").waitFor();
  await page.reload();
  await page.locator(".told").filter({ hasText: words }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Scope" }).inputValue(), "module:image");
  assert.equal(await page.getByLabel("Status").inputValue(), "active");

  await goTo(page, "#/medallions/new");
  await page.getByLabel(/^Stub/).check();
  await page.getByLabel(/^Guard/).check();
  await page.getByLabel("Session summary").fill("Something.");
  await page.reload();
  await page.getByLabel(/^Stub/).and(page.locator(":checked")).waitFor();
  await page
    .getByLabel(/^Guard/)
    .and(page.locator(":checked"))
    .waitFor();
});

test("on a phone, going back leads to where one was in the list", async (t) => {
  const browser = await startBrowser(t, { viewport: { width: 390, height: 780 } });
  const page = await browser.window(app.address);
  await button(page, "Load the sample").first().click();
  await page.getByText(/16 changes came after that/).waitFor();
  const card = page.locator(".card-title").nth(9);
  await card.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => globalThis.scrollY);
  assert.ok(top > 0);
  await card.click();
  await page.locator(".reading h1:focus").waitFor();
  assert.equal(await page.evaluate(() => globalThis.scrollY), 0);
  await page.goBack();
  await page.waitForFunction((own) => Math.abs(globalThis.scrollY - own) < 2, top);
});

test("a course that is not here is said once, and one that goes elsewhere takes its ways along", async (t) => {
  const { browser, page, id } = await withCourse(t);
  for (const place of ["c/none", "c/none/path"]) {
    await goTo(page, `#/learning/${place}`);
    await heading(page, "There is no such course").waitFor();
    await assertCount(page.locator(".failure"), 0);
  }
  await goTo(page, `#/learning/c/${id}`);
  await heading(page, "Numbers").first().waitFor();
  const other = await browser.window(`${app.address}#/courses/p/${id}/teach`);
  await button(other, "Delete the course…").click();
  await button(other.getByRole("dialog"), "Delete the course").click();
  await heading(page, "There is no such course").waitFor();
  await assertCount(page.locator(".step-link"), 0);
});
