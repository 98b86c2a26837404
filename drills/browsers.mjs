// The three engines without a driver: a browser is started on a profile with an address, and killed
// with everything that it started. A page in it is only heard of over HTTP.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Failure, which } from "../scripts/lib/process.mjs";
import { at } from "../scripts/lib/root.mjs";
import { miniBrowser } from "../scripts/setup/system-packages.mjs";

const shared = JSON.parse(readFileSync(at("webdriver.json"), "utf8"));

const ENGINES = {
  chromium: {
    command: (profile, address) => [
      process.env.CHROMIUM ?? which("chromium"),
      ...shared["goog:chromeOptions"].args,
      `--user-data-dir=${profile}`,
      address,
    ],
  },

  firefox: {
    prepare(profile) {
      const prefs = {
        ...shared["moz:firefoxOptions"].prefs,
        "dom.quotaManager.temporaryStorage.fixedLimit": -1,
        // It would ask what to do after some crashes in a row, or open what was open.
        "toolkit.startup.max_resumed_crashes": -1,
        "browser.sessionstore.resume_from_crash": false,
        "browser.aboutwelcome.enabled": false,
        "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
      };
      const lines = Object.entries(prefs).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
      writeFileSync(join(profile, "user.js"), lines.join(""));
    },
    command: (profile, address) => [
      which("firefox-esr") ?? which("firefox"),
      ...["--headless", "--no-remote", "--profile", profile, address],
    ],
  },

  // Under automation it keeps nothing on disk. Started like this it keeps what users' browsers keep.
  webkit: {
    needsDisplay: true,
    command: (_profile, address) => [miniBrowser(), address],
    env: (profile) => ({
      HOME: profile,
      XDG_DATA_HOME: join(profile, "data"),
      XDG_CACHE_HOME: join(profile, "cache"),
      XDG_CONFIG_HOME: join(profile, "config"),
      ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" }),
    }),
  },
};

export const engines = Object.keys(ENGINES);

/** `{start(profile, address), close()}` for an engine. */
export async function browsersOf(engine) {
  if (!ENGINES[engine]) throw new Failure(`no such engine: ${engine}. There are: ${engines.join(", ")}`);
  const { needsDisplay, prepare = () => {}, command, env = () => ({}) } = ENGINES[engine];
  const display = needsDisplay ? await startDisplay() : undefined;
  return {
    start(profile, address) {
      mkdirSync(profile, { recursive: true });
      prepare(profile);
      return startGroup(command(profile, address), { ...env(profile), ...(display && { DISPLAY: display.name }) });
    },
    close: () => display?.kill(),
  };
}

/** A screen that nobody sees. */
async function startDisplay() {
  const group = startGroup(["Xvfb", "-displayfd", "3", "-nolisten", "tcp"], {}, [
    ...["ignore", "ignore", "ignore"],
    "pipe",
  ]);
  const said = once(group.child.stdio[3], "data").then(([number]) => String(number).trim());
  const number = await Promise.race([said, group.gone.then(() => undefined)]);
  if (!number) throw new Failure("Xvfb does not start");
  return { name: `:${number}`, kill: group.kill };
}

/** `{gone, kill}`: a program in a process group of its own. */
function startGroup([program, ...args], env, stdio = "ignore") {
  const child = spawn(program, args, { detached: true, stdio, env: { ...process.env, ...env } });
  const gone = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  const killNow = () => signal(child.pid);
  process.once("exit", killNow);
  const kill = async () => {
    killNow();
    process.off("exit", killNow);
    await gone;
    while (isAlive(child.pid)) await pause(10);
  };
  return { child, gone, kill };
}

function signal(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It is gone already, or was never there.
  }
}

/** Whether a process of the group is there that is not dead: its children die a little later. */
function isAlive(group) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,stat="], { encoding: "utf8" });
  return stdout.split("\n").some((line) => {
    const [pgid, stat] = line.trim().split(/\s+/);
    return Number(pgid) === group && !stat.startsWith("Z");
  });
}
