// What is written in a day of typical use, and what 100,000 medallions take in memory, in Chromium:
// `npm run build && node benches/footprint.mjs`, with `--size 100000` and `--write`.

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { main } from "../scripts/lib/process.mjs";
import { callPage, startBrowser } from "../scripts/lib/webdriver.mjs";
import { machine } from "./machine.mjs";
import { insert } from "./readme.mjs";
import { serve } from "./server.mjs";
import { aligned } from "./table.mjs";

const KNOWN = 2_200;

await main(async () => {
  const { values } = parseArgs({
    options: { size: { type: "string", default: "100000" }, write: { type: "boolean", default: false } },
  });
  const on = machine();
  const server = await serve();
  const profile = mkdtempSync(join(tmpdir(), "medallion-bench-"));
  try {
    const fresh = freshPages(server.page, profile);
    const text = [
      `${new Date().toISOString().slice(0, 10)}, Chromium, on ${on}.`,
      await day(fresh, profile),
      await memory(fresh, Number(values.size)),
    ].join("\n\n");
    console.log(text);
    if (values.write) insert("footprint", text);
  } finally {
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Runs jobs one after the other in a page of a browser of its own. */
function freshPages(page, profile) {
  return async (work) => {
    const { driver, close } = await startBrowser("chromium", profile);
    try {
      await driver.get(page);
      await driver.wait(() => driver.executeScript("return 'runJob' in window"), 30_000);
      return await work((job, options) => callPage(driver, "runJob", job, options));
    } finally {
      await close();
    }
  };
}

async function day(fresh, profile) {
  const name = "day";
  await fresh((run) => run("beforeTheDay", { name, size: KNOWN }));
  const rows = await fresh(async (run) => {
    await run("wakeUp", { name });
    const found = [];
    for (const part of ["checkpoints", "submissions", "plans"]) {
      const before = filesOf(profile);
      const counted = await run("partOfTheDay", { part, size: KNOWN });
      found.push({ part, ...counted, disk: grown(before, filesOf(profile)) });
    }
    return found;
  });
  const sum = (key) => rows.reduce((whole, row) => whole + row[key], 0);
  const whole = { part: "the day", handed: sum("handed"), given: sum("given"), image: sum("image"), disk: sum("disk") };
  const line = ({ part, handed, given, image, disk }) => [
    ...[part, kilobytes(handed), kilobytes(given), kilobytes(image), (given / handed).toFixed(1)],
    ...[kilobytes(disk), (disk / handed).toFixed(1)],
  ];
  const head = ["KB", "handed over", "to IndexedDB", "image in it", "times", "files of the browser", "times"];
  return aligned([head, ...[...rows, whole].map(line)]);
}

async function memory(fresh, size) {
  const name = "large";
  const { linear: filling } = await fresh((run) => run("fillForMemory", { name, size }));
  const byImage = await fresh((run) => run("openForMemory", { name }));
  const byLog = await fresh(async (run) => {
    await run("forgetImage", { name });
    return run("openForMemory", { name });
  });
  const row = (what, { linear }) => [what, megabytes(linear)];
  return aligned([
    [`${size} medallions`, "MB of the module"],
    row("opened, by the image", byImage),
    row("opened, by the log", byLog),
    row("after storing them, ten thousand at once", { linear: filling }),
  ]);
}

/** `Map` from each file of IndexedDB to its size. */
function filesOf(profile) {
  const folder = join(profile, "Default", "IndexedDB");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ parentPath, name }) => [join(parentPath, name), statSync(join(parentPath, name)).size]));
}

/** What was written, new files and more of old ones. */
function grown(before, after) {
  return [...after].reduce((sum, [file, size]) => sum + Math.max(0, size - (before.get(file) ?? 0)), 0);
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
