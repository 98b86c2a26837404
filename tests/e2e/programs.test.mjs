// The programs of the design, strictly compiled against the installed package, and run in every engine.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build as esbuild } from "esbuild";
import { at } from "../../scripts/lib/root.mjs";
import { callPage, engines, startBrowser } from "../../scripts/lib/webdriver.mjs";
import { launch, resultOf } from "./lib/chromium.mjs";
import { later } from "./lib/later.mjs";
import { project, scratch, write } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
const PROGRAMS = at("tests", "types", "programs");

const STRICT = {
  target: "ES2022",
  lib: ["ES2022", "DOM"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
  types: [],
  noEmit: true,
};
const RESOLUTIONS = { bundler: "ESNext", nodenext: "NodeNext" };

let folder;
let names;
const undo = [];

before(() => {
  folder = project({ after: (work) => undo.push(work) });
  cpSync(PROGRAMS, join(folder, "src"), { recursive: true });
  names = readdirSync(PROGRAMS).map((name) => name.replace(/\.ts$/, ""));
  assert.ok(names.length > 2);
});
after(async () => {
  for (const work of undo) await work();
});

const load = (name) => import(pathToFileURL(join(folder, "out", `${name}.js`)));

test("they compile, run in Node, and run in Chromium", LIMIT, async (t) => {
  for (const [moduleResolution, kind] of Object.entries(RESOLUTIONS)) {
    const compilerOptions = { ...STRICT, moduleResolution, module: kind };
    write(folder, { "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }) });
    try {
      execFileSync(at("node_modules", ".bin", "tsc"), ["--project", folder], { timeout: 60_000 });
    } catch (error) {
      assert.fail(`${moduleResolution}:\n${error.stdout}`);
    }
  }

  await bundle();
  for (const name of names) {
    const program = await load(name);
    assert.deepEqual(await program.run(), program.expected, `${name}, in Node`);
  }

  const runsAll = (name) => page(`import * as program from "/out/${name}.js"; window.result = program.run();`);
  write(folder, Object.fromEntries(names.map((name) => [`${name}.html`, runsAll(name)])));
  const { origin } = await serve(t, folder);
  const context = await launch(t, scratch(t));
  for (const name of names) {
    const { expected } = await load(name);
    assert.deepEqual(await resultOf(context, `${origin}/${name}.html`), expected, `${name}, in Chromium`);
  }
});

for (const engine of engines.filter((own) => own !== "chromium")) {
  test(`they say the same in ${engine}`, { timeout: 300_000 }, async (t) => {
    await bundle();
    const imports = names.map((name) => `"${name}": () => import("/out/${name}.js")`).join(", ");
    const script = `
      const programs = { ${imports} };
      window.runProgram = async (name) => (await programs[name]()).run();
      window.result = true;`;
    write(folder, { "all.html": page(script) });
    const { origin } = await serve(t, folder);
    const { driver, close } = await startBrowser(engine, scratch(t));
    later(t, close);
    await driver.get(`${origin}/all.html`);
    await driver.wait(() => driver.executeScript("return window.result"));
    for (const name of names) {
      const { expected } = await load(name);
      assert.deepEqual(await callPage(driver, "runProgram", name), expected, `${name}, in ${engine}`);
    }
  });
}

/** Takes the types off. */
function bundle() {
  return esbuild({
    absWorkingDir: folder,
    entryPoints: names.map((name) => `src/${name}.ts`),
    outdir: "out",
    format: "esm",
    logLevel: "error",
  });
}
