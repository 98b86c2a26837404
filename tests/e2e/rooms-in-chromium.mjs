// What people do again and again in the rooms for courses and for learning.

import assert from "node:assert/strict";

export const heading = (page, name) => page.getByRole("heading", { name, exact: true });
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const work = (page) => page.getByRole("region", { name: "Your work" });
export const told = (page, text) => page.getByRole("status").getByText(text);

/** Waits until so many are found: a click is answered before the page has drawn what follows from it. */
export async function assertCount(found, count, message) {
  if (count > 0) await found.nth(count - 1).waitFor({ state: "attached" });
  await found.nth(count).waitFor({ state: "detached" });
  assert.equal(await found.count(), count, message);
}

/** Waits until what is found says these texts, in this order. */
export async function assertTexts(found, texts) {
  for (const [place, hasText] of texts.entries()) {
    await found.nth(place).filter({ hasText }).waitFor({ state: "attached" });
  }
  await assertCount(found, texts.length);
  assert.deepEqual(await found.allTextContents(), texts);
}

/** Waits until the learner's work is in that state, in words. */
export const standsAt = (page, word) => work(page).locator(".standing-line .state", { hasText: word }).waitFor();

/** Somebody new takes the seat, from wherever a button offers it. */
export async function newLearner(page, name, { level, by = "New learner…" } = {}) {
  await button(page, by).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  if (level) await dialog.getByLabel("What they know already").selectOption(level);
  await button(dialog, "Begin").click();
  await dialog.waitFor({ state: "detached" });
}

/** Chooses who learns. */
export const sit = (page, name) => page.getByLabel("Learner", { exact: true }).selectOption({ label: name });

/** A course as a file, given to the app. */
export async function giveCourse(page, course, name = "course.json") {
  const text = typeof course === "string" ? course : JSON.stringify(course);
  const file = { name, mimeType: "application/json", buffer: Buffer.from(text) };
  await page.getByLabel("A course from a file").last().setInputFiles(file);
}

/** Gives a course to the app, confirms, and waits until it is there. */
export async function bringIn(page, address, course, name) {
  await page.goto(`${address}#/courses`);
  await heading(page, "Bring in a course").waitFor();
  await giveCourse(page, course, name);
  await button(page.getByRole("dialog"), "Bring it in").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("tree").waitFor();
  return decodeURIComponent(page.url().split("/p/")[1]);
}

/** Goes to a place of the app without loading it anew. */
export async function goTo(page, place) {
  await page.evaluate((hash) => {
    globalThis.location.hash = hash;
  }, place);
}

/** Waits until what says this has the focus. */
export const assertFocus = (page, hasText) => page.locator(":focus").filter({ hasText }).waitFor();

/** What has the focus, in words. */
export const focused = (page) => page.evaluate(() => globalThis.document.activeElement.textContent.trim());

/** Nothing of the page runs over its side, whichever way text runs. */
export async function assertFits(page, state) {
  const over = await page.evaluate(() => {
    const root = globalThis.document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });
  assert.ok(over <= 0, `${state} is ${over} pixels too wide`);
}
