// The packed tarball in every place where it is meant to work.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { launch, resultOf } from "./lib/chromium.mjs";
import { copyPackage, project, scratch, write } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";
import { check, program } from "./lib/smoke.mjs";

const LIMIT = { timeout: 120_000 };

const FILES = ["medallion_bg", "medallion_learning", "medallion_learning_plans", "medallion_plans", "medallion_upkeep"];

const MAIN = `import { smoke } from "./smoke.js"; window.result = smoke();`;
const WORKER = `import { smoke } from "./smoke.js"; smoke().then(postMessage, (error) => postMessage(String(error)));`;
const startsWorker = (address) => `
  const worker = new Worker(${address}, { type: "module" });
  window.result = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });`;
const HTML = `<!doctype html><link rel="icon" href="data:," /><script type="module" src="./main.js"></script>`;

test("bundled by Vite, in a page and in its worker, with each file of the module once", LIMIT, async (t) => {
  const folder = project(t, {
    "smoke.js": program(),
    "main.js": MAIN,
    "worker.js": WORKER,
    "index.html": HTML,
    "start.js": startsWorker(`new URL("./worker.js", import.meta.url)`),
    "worker.html": HTML.replace("main.js", "start.js"),
  });
  await vite({
    root: folder,
    logLevel: "error",
    worker: { format: "es" },
    build: { rolldownOptions: { input: [join(folder, "index.html"), join(folder, "worker.html")] } },
  });
  const dist = join(folder, "dist");
  const modules = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(".wasm"));
  const kinds = modules.map((name) => name.split("/").pop().split("-")[0]).sort();
  assert.deepEqual(kinds, FILES);
  const { origin } = await serve(t, dist);
  const context = await launch(t, scratch(t));
  check(await resultOf(context, `${origin}/index.html`));
  const fresh = await launch(t, scratch(t));
  check(await resultOf(fresh, `${origin}/worker.html`));
});

test("medallion/slim, bundled by Vite, brings along the files of the module and nothing else", LIMIT, async (t) => {
  const script = `
    import { init } from "medallion/slim";
    import address from "medallion/medallion_bg.wasm?url";
    import { smoke } from "./smoke.js";
    window.result = init(fetch(address)).then(smoke);`;
  const folder = project(t, { "smoke.js": program("medallion/slim"), "main.js": script, "index.html": HTML });
  await vite({ root: folder, logLevel: "error" });
  const assets = readdirSync(join(folder, "dist", "assets"));
  const kinds = assets.map((name) => name.split("-")[0]).sort();
  assert.deepEqual(kinds, ["index", ...FILES]);
  const { origin } = await serve(t, join(folder, "dist"));
  check(await resultOf(await launch(t, scratch(t)), `${origin}/index.html`));
});

test("medallion, bundled where no file has an address, says which file it lacks", LIMIT, async (t) => {
  const script = `
    import { Workspace } from "medallion";
    Workspace.open("a", { storage: "memory" }).catch((error) => console.log(JSON.stringify(error)));`;
  const folder = project(t, { "main.js": script });
  await esbuild({
    absWorkingDir: folder,
    entryPoints: ["main.js"],
    bundle: true,
    format: "iife",
    outfile: "one.cjs",
    logLevel: "error",
  });
  const { code, message } = JSON.parse(execFileSync(process.execPath, ["one.cjs"], { cwd: folder, timeout: 60_000 }));
  assert.equal(code, "UNAVAILABLE");
  assert.match(message, /medallion_bg\.wasm: /);
});

test("in a page with an import map and no bundler", LIMIT, async (t) => {
  const folder = project(t, { "smoke.js": program(), "index.html": page(MAIN) });
  const { origin, asked } = await serve(t, folder);
  check(await resultOf(await launch(t, scratch(t)), `${origin}/`));
  assert.equal(asked.filter((path) => path.endsWith(".wasm")).length, 1);
});

test("in a dedicated worker without a bundler", LIMIT, async (t) => {
  const folder = project(t, {
    "smoke.js": program("./node_modules/medallion/index.js"),
    "worker.js": WORKER,
    "index.html": page(startsWorker(`"/worker.js"`)),
  });
  const { origin } = await serve(t, folder);
  check(await resultOf(await launch(t, scratch(t)), `${origin}/`));
});

test("in Node", LIMIT, async (t) => {
  const folder = project(t, {
    "smoke.js": program(),
    "main.js": `import { smoke } from "./smoke.js"; console.log(JSON.stringify(await smoke()));`,
  });
  const said = execFileSync(process.execPath, ["main.js"], { cwd: folder, timeout: 60_000 });
  check(JSON.parse(said), "memory");
});

test("medallion/inline, bundled by esbuild into one script", LIMIT, async (t) => {
  const folder = project(t, { "smoke.js": program("medallion/inline"), "main.js": MAIN });
  await esbuild({
    absWorkingDir: folder,
    entryPoints: ["main.js"],
    bundle: true,
    format: "iife",
    outfile: "dist/one.js",
    logLevel: "error",
  });
  write(folder, { "dist/index.html": `<link rel="icon" href="data:," /><script src="one.js"></script>` });
  assert.deepEqual(readdirSync(join(folder, "dist")).sort(), ["index.html", "one.js"]);
  const { origin, asked } = await serve(t, join(folder, "dist"));
  check(await resultOf(await launch(t, scratch(t)), `${origin}/`));
  assert.deepEqual(asked, ["/", "/one.js"]);
});

test("in the service worker of a Manifest V3 extension", LIMIT, async (t) => {
  const installed = project(t);
  const folder = scratch(t);
  const policy = "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'";
  write(folder, {
    "manifest.json": JSON.stringify({
      manifest_version: 3,
      name: "Medallion smoke test",
      version: "1",
      background: { service_worker: "background.js", type: "module" },
      content_security_policy: { extension_pages: policy },
    }),
    "smoke.js": program("./medallion/index.js"),
    "background.js": `import { smoke } from "./smoke.js"; self.smoke = smoke;`,
  });
  copyPackage(installed, join(folder, "medallion"));
  const context = await launch(t, scratch(t), {
    args: [`--load-extension=${folder}`, "--disable-features=DisableLoadExtensionCommandLineSwitch"],
    without: ["--disable-extensions", "--disable-component-extensions-with-background-pages"],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: 30_000 }));
  check(await worker.evaluate(() => self.smoke()));
});
