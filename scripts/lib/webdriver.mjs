// The three engines through their drivers, each the same way: the driver is started on a port of
// its own, in a process group that goes with it, and selenium talks to that port.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Builder, Capabilities } from "selenium-webdriver";
import { freePort } from "./free-port.mjs";
import { cargoHome, Failure } from "./process.mjs";
import { at } from "./root.mjs";

const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const START_SECONDS = 30;
const SCRIPT_SECONDS = 600;

const shared = JSON.parse(readFileSync(at("webdriver.json"), "utf8"));

const ENGINES = {
  chromium: {
    command: (port) => ["chromedriver", `--port=${port}`],
    capabilities: (profile) => {
      const options = shared["goog:chromeOptions"];
      const args = [...options.args, `--user-data-dir=${profile}`];
      return { browserName: "chrome", "goog:chromeOptions": { ...options, args } };
    },
  },
  firefox: {
    command: (port) => ["geckodriver", `--port=${port}`, "--websocket-port=0"],
    capabilities: (profile) => {
      const options = shared["moz:firefoxOptions"];
      const prefs = {
        ...options.prefs,
        // Times are rounded to a millisecond otherwise, which is longer than what is measured.
        "privacy.reduceTimerPrecision": false,
        // Only the test of the quota wants so little room; -1 is what users have.
        "dom.quotaManager.temporaryStorage.fixedLimit": -1,
      };
      return {
        browserName: "firefox",
        "moz:firefoxOptions": { ...options, prefs, args: ["-headless", "-profile", profile] },
      };
    },
  },
  webkit: {
    command: (port) => ["xvfb-run", "--auto-servernum", "WebKitWebDriver", `--port=${port}`],
    env: process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {},
    // Under automation it keeps nothing on disk: every start is a new profile.
    capabilities: () => ({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: MINI_BROWSER, args: ["--automation"] },
    }),
  },
};

export const engines = Object.keys(ENGINES);

/** Starts a browser on a profile; `{driver, close}`. The profile stays when it closes. */
export async function startBrowser(engine, profile) {
  if (!ENGINES[engine]) throw new Failure(`no such engine: ${engine}. There are: ${engines.join(", ")}`);
  const { command, env, capabilities } = ENGINES[engine];
  const port = await freePort();
  const scratch = mkdtempSync(join(tmpdir(), "medallion-driver-"));
  const [program, ...args] = command(port);
  const child = spawn(program, args, {
    detached: true,
    stdio: "ignore",
    env: {
      ...process.env,
      PATH: [join(cargoHome, "bin"), process.env.PATH].join(delimiter),
      TMPDIR: scratch,
      ...env,
    },
  });
  const gone = once(child, "exit").catch(() => {});
  const endGroup = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  };
  process.once("exit", endGroup);
  const close = async () => {
    await Promise.race([driver?.quit().catch(() => {}), pause(10_000)]);
    endGroup();
    process.off("exit", endGroup);
    await gone;
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
  let driver;
  try {
    await listening(port, child);
    driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(new Capabilities(capabilities(profile)))
      .build();
    await driver.manage().setTimeouts({ script: SCRIPT_SECONDS * 1000, pageLoad: 60_000 });
    return { driver, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listening(port, child) {
  const end = Date.now() + START_SECONDS * 1000;
  while (Date.now() < end && child.exitCode === null) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`, { signal: AbortSignal.timeout(2000) });
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Failure(`the driver ${child.spawnfile} does not answer`);
}

/** Calls an async function of the page's `window` with JSON arguments, and gives what it resolves to. */
export async function callPage(driver, name, ...args) {
  const script = `
    const done = arguments[arguments.length - 1];
    const call = Array.from(arguments).slice(0, -1);
    const name = call.shift();
    const say = (error) => done({ error: String((error && error.stack) || error), message: String(error) });
    try {
      Promise.resolve(window[name](...call)).then((value) => done({ value }), say);
    } catch (error) { say(error); }`;
  const { value, error, message } = await driver.executeAsyncScript(script, name, ...args);
  if (error !== undefined) throw new Error(`in the page: ${message}\n${error}`);
  return value;
}
