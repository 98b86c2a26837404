// Where the time goes, in Chromium: `node benches/profile.mjs bulkCreate`, `coldStart`, `openCourse`
// or any other job, with `--contestant`, `--size`, and `--package FOLDER` for a build that has kept its function names
// (wasm-opt -g). Prints the functions with the most time of their own, and with what they call.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { at } from "../scripts/lib/root.mjs";
import { untilTheImageRests } from "./image.mjs";
import { serve } from "./server.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    contestant: { type: "string", default: "medallion" },
    size: { type: "string", default: "10000" },
    package: { type: "string", default: at("pkg") },
    calls: { type: "string", default: "100" },
    kind: { type: "string", default: "tag" },
    top: { type: "string", default: "30" },
  },
});
const [job = "bulkCreate"] = positionals;
const size = Number(values.size);

const { args } = JSON.parse(readFileSync(at("webdriver.json"), "utf8"))["goog:chromeOptions"];
const profile = mkdtempSync(join(tmpdir(), "medallion-profile-"));
const server = await serve(values.package);
const context = await chromium.launchPersistentContext(profile, { executablePath: "/usr/bin/chromium", args });
const page = await context.newPage();
// What fills a database for a job, and for which jobs the page is loaded anew behind that.
const FILLED = [
  {
    prepare: "fillCourse",
    jobs: ["openCourse", "ready", "status", "tree", "list", "start", "submit"],
    fresh: "openCourse",
  },
  {
    prepare: "fillSteps",
    jobs: ["openSteps", "startSteps", "next", "stepStatus", "stepTree", "answer"],
    fresh: "startSteps",
  },
  { prepare: undefined, jobs: ["bulkCreate", "importCourse", "parseFiles", "parsePlan", "editPlan"] },
  { prepare: "fill", jobs: ["coldStart", "getCold", "queryCold"], fresh: "coldStart getCold queryCold" },
];
const { prepare, fresh: isFresh = "" } = FILLED.find(({ jobs }) => jobs.includes(job)) ?? { prepare: "fill" };
const shape = { tasks: size, dependencies: size * 3, learners: Math.ceil(size / 100) };
const common = { contestant: values.contestant, name: "profiled", size, tasks: size, files: 500, shape, seed: 1 };

const fresh = () => page.goto(server.page);
const run = (name, more) =>
  page.evaluate(
    ([own, given]) => window.runJob(own, given),
    [name, { ...common, calls: Number(values.calls), kind: values.kind, ...more }],
  );

await fresh();
if (prepare) await run(prepare);
else await run(job, { name: "warm-up" });
if (isFresh.split(" ").includes(job)) {
  if (values.contestant === "medallion") await untilTheImageRests(page);
  await fresh();
}
const protocol = await context.newCDPSession(page);
await protocol.send("Profiler.enable");
await protocol.send("Profiler.setSamplingInterval", { interval: 200 });
await protocol.send("Profiler.start");
const { times, parts } = await run(job);
const { profile: samples } = await protocol.send("Profiler.stop");
await context.close();
server.close();
rmSync(profile, { recursive: true, force: true });

const sum = times.reduce((whole, time) => whole + time, 0);
console.log(`${job}: ${times.length} calls, ${sum.toFixed(1)} ms`, parts ?? "");
print("self", (nodes) => nodes.own);
print("with callees", (nodes) => nodes.whole);

function print(title, pick) {
  const sorted = [...summed().entries()].sort(([, one], [, other]) => pick(other) - pick(one));
  console.log(`\n${title}, ms`);
  for (const [name, times_] of sorted.slice(0, Number(values.top))) {
    console.log(`${pick(times_).toFixed(1).padStart(9)}  ${name}`);
  }
}

/** Time by function name; a function that calls itself counts once. */
function summed() {
  const { nodes, timeDeltas } = samples;
  const own = new Map();
  samples.samples.forEach((id, number) => own.set(id, (own.get(id) ?? 0) + timeDeltas[number] / 1000));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const all = new Map();
  const entry = (name) => {
    if (!all.has(name)) all.set(name, { own: 0, whole: 0 });
    return all.get(name);
  };
  const nameOf = ({ callFrame: { functionName, url, lineNumber } }) =>
    functionName || `(anonymous ${url.split("/").at(-1)}:${lineNumber + 1})`;
  const visit = (node, above) => {
    const name = nameOf(node);
    let whole = own.get(node.id) ?? 0;
    entry(name).own += whole;
    const inside = above.has(name) ? above : new Set([...above, name]);
    for (const child of node.children ?? []) whole += visit(byId.get(child), inside);
    if (!above.has(name)) entry(name).whole += whole;
    return whole;
  };
  visit(nodes[0], new Set());
  return all;
}
