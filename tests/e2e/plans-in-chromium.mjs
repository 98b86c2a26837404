// What people do again and again in the room for plans.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { button, heading } from "./rooms-in-chromium.mjs";

export const SAMPLE = readFileSync(fileURLToPath(new URL("../../www/sample/plan.md", import.meta.url)), "utf8");
export const TITLE = "Notes that work without a network";

export const view = (page, name) =>
  page.getByRole("navigation", { name: "Views of the plan" }).getByRole("link", { name });
export const column = (page, name) => page.locator(".board-column", { has: page.getByRole("heading", { name }) });

/** A window with the sample plan. */
export async function withSample(browser, app) {
  const page = await browser.window(`${app.address}#/plans`);
  await button(page, "Load the sample plan").click();
  await heading(page, TITLE).waitFor();
  return page;
}

/** Drops files, `[name, text]`, where they are taken in. */
export async function drop(page, files) {
  await heading(page, "Bring in plans").waitFor();
  await page.evaluate((all) => {
    const transfer = new globalThis.DataTransfer();
    for (const [name, text] of all) transfer.items.add(new globalThis.File([text], name, { type: "text/markdown" }));
    const place = globalThis.document.querySelector(".drop");
    place.dispatchEvent(new globalThis.DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, files);
}
