// Two builds, or a build and Dexie, beside each other: `node benches/compare.mjs /tmp/before/pkg pkg dexie`.
// One browser, each job in a page of its own, the contestants in turn: machines change their speed from minute to minute,
// and the table of `npm run bench` cannot tell a gain of a tenth from that.
//
//   --jobs bulkCreate,queryCold:node      a job, and of what kind (below: all of them)
//   --rounds 7 --size 10000

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { main } from "../scripts/lib/process.mjs";
import { at } from "../scripts/lib/root.mjs";
import { untilTheImageRests } from "./image.mjs";
import { serve } from "./server.mjs";
import { rotated } from "./session.mjs";
import { median } from "./statistics.mjs";

const JOBS = ["bulkCreate", "create", "coldStart", "queryCold:node", "queryCold:tag"];
const COLD = new Set(["coldStart", "getCold", "queryCold", "queryWarm"]);
const CALLS = { create: 100, update: 100, getWarm: 100, queryWarm: 50 };

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: "string", default: JOBS.join() },
      rounds: { type: "string", default: "7" },
      size: { type: "string", default: "10000" },
    },
  });
  const size = Number(values.size);
  const { args } = JSON.parse(readFileSync(at("webdriver.json"), "utf8"))["goog:chromeOptions"];
  const profile = mkdtempSync(join(tmpdir(), "medallion-compare-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath: "/usr/bin/chromium", args });
  const contestants = await Promise.all(
    (positionals.length > 0 ? positionals : [at("pkg"), "dexie"]).map(contestantOf),
  );
  try {
    for (const job of values.jobs.split(",")) {
      const times = await measured(job, contestants, context, { size, rounds: Number(values.rounds) });
      const medians = times.map(median);
      const said = contestants.map(({ label }, number) => {
        const ratio = (medians[0] / medians[number]).toFixed(2);
        return `  ${medians[number].toFixed(2).padStart(9)} ms  ${ratio.padStart(6)}  ${label}`;
      });
      console.log(`${job}, ${times[0].length} times; the first one's median by its own\n${said.join("\n")}`);
    }
  } finally {
    await context.close();
    for (const { server } of contestants) server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

async function contestantOf(label) {
  const isFolder = !["dexie", "idb"].includes(label);
  return {
    label,
    contestant: isFolder ? "medallion" : label,
    server: await serve(isFolder ? resolve(label) : undefined),
  };
}

/** For each contestant, the times of a job. */
async function measured(named, contestants, context, { size, rounds }) {
  const [job, kind = "tag"] = named.split(":");
  const inPage = async ({ contestant, server }, steps) => {
    const page = await context.newPage();
    await page.goto(server.page);
    let last;
    for (const [name, more] of steps) {
      last = await page.evaluate(([own, given]) => window.runJob(own, given), [name, { contestant, size, ...more }]);
    }
    if (steps.at(-1)[0] === "fill" && contestant === "medallion") await untilTheImageRests(page);
    await page.close();
    return last.times;
  };
  const filled = { name: `filled-${size}` };
  for (const own of COLD.has(job) ? contestants : []) {
    if (!own.isFilled) await inPage(own, [["fill", filled]]);
    own.isFilled = true;
  }
  const times = contestants.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const options = {
      calls: CALLS[job] ?? 15,
      kind,
      seed: 200 + round,
      ...(COLD.has(job) ? filled : { name: "work" }),
    };
    const fill = COLD.has(job) || job === "bulkCreate" ? [] : [["bulkCreate", options]];
    const jobs = [...fill, [job, options]];
    for (const own of rotated(contestants, round)) {
      times[contestants.indexOf(own)].push(...(await inPage(own, jobs)));
      if (!COLD.has(job)) await inPage(own, [["drop", options]]);
    }
  }
  return times;
}
