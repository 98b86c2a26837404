// One browser: all rows, round by round, contestants taking turns, answers compared.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../scripts/lib/process.mjs";
import { callPage, startBrowser } from "../scripts/lib/webdriver.mjs";
import { cold, CONTESTANTS, starts, warm, WORK, WORK_SIZE } from "./rows.mjs";

/** `{browser, version, rows: {row: {contestant: {times, parts}}}}` */
export async function measure(engine, page, { rounds, sizes, say }) {
  const profile = mkdtempSync(join(tmpdir(), "medallion-bench-"));
  const results = new Results();
  let browser;
  const fresh = async () => {
    await browser.driver.get(page);
    // WebKit says that a page is loaded before its modules have run.
    await browser.driver.wait(() => browser.driver.executeScript("return 'runJob' in window"), 30_000);
  };
  const start = async () => {
    browser = await startBrowser(engine, profile);
    await fresh();
  };
  const restart = async () => {
    await browser.close();
    await start();
  };
  const run = async (row, contestant, job, options) => {
    const outcome = await callPage(browser.driver, "runJob", job, { ...options, contestant });
    if (row) results.add(row, contestant, outcome);
    return outcome;
  };
  try {
    await start();
    const capabilities = await browser.driver.getCapabilities();
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1}: bulk create, create, update, get`);
      const turns = rotated(round);
      const work = { name: `work-${round}`, size: WORK_SIZE, seed: 100 + round };
      for (const { row, job, calls } of WORK) {
        for (const contestant of turns) await run(row, contestant, job, { ...work, calls });
        results.compare(row);
      }
      for (const contestant of turns) await run(undefined, contestant, "drop", work);
      await fresh();
    }
    say(`filling ${sizes.join(", ")}`);
    for (const size of sizes) {
      for (const contestant of CONTESTANTS) await run(undefined, contestant, "fill", base(size));
    }
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1}: queries, cold reads, starts`);
      const turns = rotated(round);
      const seed = 200 + round;
      await fresh();
      for (const { row, job, size, kind, calls } of warm(sizes)) {
        for (const contestant of turns) await run(row, contestant, job, { ...base(size), kind, calls, seed });
        results.compare(row);
      }
      for (const contestant of turns) {
        await fresh();
        for (const { row, job, size, kind, calls } of cold(sizes)) {
          await run(row, contestant, job, { ...base(size), kind, calls, seed });
        }
      }
      for (const { row, job, size } of starts(sizes, "page")) {
        for (const contestant of turns) {
          await fresh();
          await run(row, contestant, job, { ...base(size), seed });
        }
      }
      // WebKit under automation forgets everything when it ends.
      if (engine === "webkit") continue;
      for (const { row, job, size } of starts(sizes, "browser")) {
        for (const contestant of turns) {
          await restart();
          await run(row, contestant, job, { ...base(size), seed });
        }
      }
    }
    results.compareAll();
    return {
      browser: capabilities.getBrowserName(),
      version: capabilities.getBrowserVersion(),
      rows: results.rows,
    };
  } finally {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const base = (size) => ({ name: `base-${size}`, size });

const rotated = (round) => CONTESTANTS.map((_, at) => CONTESTANTS[(at + round) % CONTESTANTS.length]);

class Results {
  rows = {};

  add(row, contestant, { times, digest, parts }) {
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
