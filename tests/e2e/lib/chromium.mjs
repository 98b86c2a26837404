// Chromium through its own protocol, on a profile of the test's own.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { at } from "../../../scripts/lib/root.mjs";
import { later } from "./later.mjs";

const shared = JSON.parse(readFileSync(at("webdriver.json"), "utf8"))["goog:chromeOptions"].args;

/** How a browser is started that has no profile. */
export const launchOptions = () => ({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: shared,
  timeout: 30_000,
  handleSIGINT: false,
});

/** A browser that closes with the test, if it still runs then. */
export async function launch(t, profile, { args = [], without = [] } = {}) {
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions(),
    args: [...shared, ...args],
    ignoreDefaultArgs: without,
  });
  context.setDefaultTimeout(60_000);
  later(t, () => context.close().catch(() => {}));
  return context;
}

/** Opens a page and gives what its `window.result` promise resolves to. */
export async function resultOf(context, address) {
  const page = await context.newPage();
  const failures = [];
  page.on("pageerror", (error) => failures.push(error));
  await page.goto(address);
  await page
    .waitForFunction(() => "result" in window)
    .catch((error) => {
      throw failures[0] ?? error;
    });
  return page.evaluate(() => window.result);
}
