// The sample course in the room for learning, as learners go through it.

import { button, goTo, heading, newLearner, standsAt, work } from "./rooms-in-chromium.mjs";

/** What can be done with the sample course in an app at an address. */
export function sampleCourse(app) {
  const sample = {
    /** Where the course is; it has another id wherever it comes in. */
    address: undefined,

    async load(page) {
      await button(page, "Load the sample course").click();
      await heading(page, "Learn Medallion").waitFor();
      sample.address = await page.getByRole("link", { name: "Learn Medallion" }).getAttribute("href");
    },

    /** A window with the sample course and somebody at the desk. */
    async atDesk(browser, { name = "Ada", level } = {}) {
      const page = await browser.window(`${app}#/learning`);
      await heading(page, "Who learns here?").waitFor();
      await newLearner(page, name, { level, by: "I am new here" });
      await heading(page, name).waitFor();
      await sample.load(page);
      return page;
    },

    /** The id of a step by its number. */
    idOf: (number) => `${sample.address.split("/").at(-1)}.${number}`,

    async openStep(page, number, title) {
      await goTo(page, `${sample.address}/s/${sample.idOf(number)}`);
      await heading(page, title).waitFor();
    },

    async read(page, number, title) {
      await sample.openStep(page, number, title);
      await work(page).getByRole("checkbox").check();
      await button(page, "Done").click();
      await standsAt(page, "done");
    },

    async begin(page, number, title) {
      await sample.openStep(page, number, title);
      await button(page, "Begin").click();
      await button(page, "Hand in").waitFor();
    },
  };
  return sample;
}
