// One browser and its page, and what the jobs that ran in it came to.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../scripts/lib/process.mjs";
import { callPage, startBrowser } from "../scripts/lib/webdriver.mjs";

export class Session {
  /** `{row: {contestant: {times, digests, parts}}}` */
  rows = {};
  #profile = mkdtempSync(join(tmpdir(), "medallion-bench-"));
  #browser;

  constructor(engine, page, say) {
    Object.assign(this, { engine, page, say });
  }

  async start() {
    this.#browser = await startBrowser(this.engine, this.#profile);
    await this.fresh();
    const capabilities = await this.#browser.driver.getCapabilities();
    Object.assign(this, { browser: capabilities.getBrowserName(), version: capabilities.getBrowserVersion() });
  }

  /** The page anew: nothing is loaded, nothing is open. */
  async fresh() {
    const { driver } = this.#browser;
    await driver.get(this.page);
    // WebKit says that a page is loaded before its modules have run.
    await driver.wait(() => driver.executeScript("return 'runJob' in window"), 30_000);
  }

  /** The browser anew, on the same data. */
  async restart() {
    await this.#browser.close();
    await this.start();
  }

  async close() {
    await this.#browser?.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Runs a job. Without a row it is preparation, and not measured. */
  async run(row, contestant, job, options) {
    const outcome = await callPage(this.#browser.driver, "runJob", job, { ...options, contestant });
    if (row) this.#add(row, contestant, outcome);
    return outcome;
  }

  /** Runs a job for all contestants in turn, and compares what they answer. */
  async runAll(row, contestants, job, options) {
    for (const contestant of contestants) await this.run(row, contestant, job, options);
    if (row) this.compare(row);
  }

  #add(row, contestant, { times, digest, parts }) {
    const cell = ((this.rows[row] ??= {})[contestant] ??= { times: [], digests: [] });
    cell.times.push(...times);
    cell.digests.push(digest);
    if (parts) (cell.parts ??= []).push(parts);
  }

  /** A wrong answer is no result. */
  compare(row) {
    const cells = Object.entries(this.rows[row]);
    const [[first, expected]] = cells;
    for (const [contestant, { digests }] of cells) {
      if (digests.join() !== expected.digests.join()) {
        throw new Failure(`${row}: ${first} and ${contestant} give different answers`);
      }
    }
  }

  compareAll() {
    for (const row of Object.keys(this.rows)) this.compare(row);
  }
}

/** In each round another one begins. */
export const rotated = (contestants, round) =>
  contestants.map((_, at) => contestants[(at + round) % contestants.length]);
