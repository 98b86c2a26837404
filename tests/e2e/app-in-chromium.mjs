// Builds the app with the packed tarball and serves it; opens it in browsers with their own profiles.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const LIMIT_MS = 15_000;

/** What the app itself needs besides the package. */
const LIBRARIES = ["@dagrejs", "dompurify", "marked"];

const installed = fileURLToPath(new URL("../../node_modules", import.meta.url));
const www = fileURLToPath(new URL("../../www", import.meta.url));
const axe = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));

/** Puts the app beside the package as npm would have installed it, builds it, and serves the result. */
export async function startApp() {
  const folder = mkdtempSync(join(tmpdir(), "medallion-app-"));
  const target = join(folder, "node_modules", "medallion");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", process.env.MEDALLION_TARBALL, "-C", target, "--strip-components=1"]);
  for (const name of LIBRARIES) symlinkSync(join(installed, name), join(folder, "node_modules", name));
  cpSync(www, join(folder, "www"), { recursive: true });
  const root = join(folder, "www");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    build: { outDir: join(folder, "dist"), emptyOutDir: true, target: "es2022" },
  });

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    try {
      const path = join(folder, "dist", pathname === "/" ? "index.html" : pathname);
      const body = readFileSync(path);
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A browser with a profile of its own. It ends with the test, which fails if a console said an error. */
export async function startBrowser(t, options = {}) {
  const profile = mkdtempSync(join(tmpdir(), "medallion-profile-"));
  const complaints = [];
  let context;
  const open = async () => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: "/usr/bin/chromium",
      args: ARGS,
      viewport: { width: 1280, height: 860 },
      ...options,
    });
    context.setDefaultTimeout(LIMIT_MS);
    context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    context.on("weberror", (error) => complaints.push(String(error.error())));
  };
  await open();
  t.after(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
    assert.deepEqual(complaints, []);
  });
  return {
    /** A window at a place of the app. */
    async window(address) {
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    /** The browser is ended and started again with the same profile. */
    async restart() {
      await context.close();
      await open();
    },
  };
}

/** What axe finds in the page as it is, in words. */
export async function assertAccessible(page, state) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: axe });
    const violations = await page.evaluate(async () => {
      const found = await globalThis.axe.run();
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ; ")}`);
    });
    assert.deepEqual(violations, [], `${state}, ${colorScheme}`);
  }
  const tooWide = await page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.innerWidth);
  assert.ok(tooWide <= 0, `${state} is ${tooWide} pixels too wide`);
}

/** Presses Tab until what has the focus is called that. */
export async function tabTo(page, name) {
  const passed = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const own = await page.evaluate(() => {
      const element = globalThis.document.activeElement;
      const label = element.labels?.[0]?.textContent;
      return (element.getAttribute("aria-label") ?? label ?? element.textContent).trim();
    });
    if (own.startsWith(name)) return;
    passed.push(own.slice(0, 40));
  }
  assert.fail(`Tab never came to “${name}”, but to: ${passed.join(" | ")}`);
}
