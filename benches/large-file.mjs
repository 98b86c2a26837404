// What a file of 1 GB takes in memory, in and out: `npm run build && node benches/large-file.mjs`, with
// `--megabytes 1024`, `--browsers chromium,firefox,webkit` and `--write`. Needs some GB of disk.

import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { By } from "selenium-webdriver";
import { Failure, main } from "../scripts/lib/process.mjs";
import { callPage, startBrowser } from "../scripts/lib/webdriver.mjs";
import { machine } from "./machine.mjs";
import { insert } from "./readme.mjs";
import { serve } from "./server.mjs";
import { aligned } from "./table.mjs";

const MEGABYTE = 1e6;
/** Of one medallion, about. */
const EACH = 16_000;
const AT = "2026-01-31T12:00:00.000Z";
const HEAD = [
  ...[
    "engine",
    "what",
    "MB of the file",
    "seconds",
    "MB of the module",
    "largest process, MB more",
    "all processes, MB more",
  ],
];

await main(async () => {
  const { values } = parseArgs({
    options: {
      megabytes: { type: "string", default: "1024" },
      browsers: { type: "string", default: "chromium" },
      write: { type: "boolean", default: false },
      package: { type: "string" },
    },
  });
  const on = machine();
  const folder = mkdtempSync(join(tmpdir(), "medallion-large-"));
  const server = await serve(values.package);
  try {
    const file = join(folder, "large.medallion");
    const count = Math.ceil((Number(values.megabytes) * MEGABYTE) / (EACH + 400));
    write(file, count);
    const rows = [HEAD];
    for (const engine of values.browsers.split(",")) {
      rows.push(...(await inAndOut(engine, server.page, join(folder, engine), file, count)));
    }
    const text = [`${new Date().toISOString().slice(0, 10)}, ${count} medallions, on ${on}.`, aligned(rows)].join(
      "\n\n",
    );
    console.log(text);
    if (values.write) insert("large file", text);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** A file as another program would write it, line by line. */
function write(path, count) {
  const line = (number) => {
    const id = `med-${number}`;
    const meta = { medallion_id: id, model: "m", created_at: AT, updated_at: AT };
    const notes = `Number ${number}. `.repeat(EACH / 10).slice(0, EACH);
    const summary = { high_level: `About ${number}`, subsystems: [{ name: "s", status: "stable", notes }] };
    const body = { meta, scope: { tags: ["t"] }, summary, affordances: {} };
    return `${JSON.stringify({ kind: "medallion", id, rev: 1, event: "created", actor: "a", at: AT, body })}\n`;
  };
  let crc = 0;
  for (let number = 0; number < count; number += 1) crc = crc32(line(number), crc);
  const first = { format: "medallion-workspace", version: 1, workspace: "w", exported_at: AT };
  const handle = openSync(path, "w");
  writeSync(handle, `${JSON.stringify({ ...first, lines: count, records: { medallion: count }, crc })}\n`);
  for (let number = 0; number < count; number += 1) writeSync(handle, line(number));
  closeSync(handle);
}

async function inAndOut(engine, page, profile, file, count) {
  const { driver, close } = await startBrowser(engine, mkdtempSync(`${profile}-`));
  const job = (name, options) => callPage(driver, "runJob", name, options);
  try {
    await driver.get(page);
    await driver.wait(() => driver.executeScript("return 'runJob' in window"), 30_000);
    await job("openForLargeFile", { name: "large" });
    await driver.findElement(By.css("input")).sendKeys(file);
    const rows = [];
    for (const [what, size, expected] of [
      ["import", () => statSync(file).size, { records: count, skipped: 0, problems: [] }],
      ["export", (value) => value],
      ["importAgain", (_, before) => before, { records: 0, skipped: count, problems: [] }],
    ]) {
      const { value, seconds, linear, peak } = await measured(job, what);
      if (expected && !isDeepStrictEqual(value, expected)) {
        throw new Failure(`${engine}, ${what}: ${JSON.stringify(value)}`);
      }
      const bytes = size(value, rows.at(-1)?.bytes);
      rows.push({ what, bytes, seconds, linear, ...peak });
      console.log(`${engine}, ${what}: ${seconds.toFixed(0)} s, ${megabytes(linear)} MB of the module`);
    }
    const { value } = await measured(job, "check");
    if (value.count !== count) throw new Failure(`${engine}: ${value.count} of ${count} are there`);
    const words = { import: "import", export: "export", importAgain: "the same import again" };
    return rows.map(({ what, bytes, seconds, linear, largest, all }) =>
      [engine, words[what], megabytes(bytes), seconds.toFixed(0), ...[linear, largest, all].map(megabytes)].map(String),
    );
  } finally {
    await close();
  }
}

/** Does something, and says how much more memory than before the processes had meanwhile at most. */
async function measured(job, what) {
  const before = held();
  const peak = { largest: 0, all: 0 };
  await job("beginLarge", { what });
  for (;;) {
    const now = held();
    const grown = [...now].map(([pid, bytes]) => bytes - (before.get(pid) ?? 0));
    peak.largest = Math.max(peak.largest, ...grown);
    peak.all = Math.max(peak.all, sum(now.values()) - sum(before.values()));
    const outcome = await job("largeOutcome", {});
    if (outcome.error) throw new Failure(`${what}: ${outcome.error}`);
    if (outcome.done) return { ...outcome, peak };
    await pause(250);
  }
}

/** `Map` from each process of the browser to the bytes that it holds, what is shared counted once. */
function held() {
  const parents = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat) parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isOurs = (pid) => pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid)));
  const found = new Map();
  for (const pid of parents.keys()) {
    if (pid === process.pid || !isOurs(pid)) continue;
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "") ?? [];
    if (kilobytes) found.set(pid, Number(kilobytes) * 1024);
  }
  return found;
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended.
    return undefined;
  }
}

function sum(numbers) {
  return [...numbers].reduce((one, other) => one + other, 0);
}

function megabytes(bytes) {
  return Math.round(bytes / MEGABYTE);
}
