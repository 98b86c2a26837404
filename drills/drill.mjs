// Kills a browser again and again while a page in it writes, and looks each time whether all that
// was acknowledged is there.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { randomFrom } from "../benches/page/documents.js";
import { Failure } from "../scripts/lib/process.mjs";
import { browsersOf } from "./browsers.mjs";
import { Ledger } from "./ledger.mjs";
import { modeOf, momentOf } from "./moments.mjs";
import { Round } from "./round.mjs";
import { openStation } from "./station.mjs";

/** Not a measure of speed: a page that says nothing for so long hangs. */
const SILENCE_MINUTES = 5;
/** What is read after each kill grows with every one: so many on one profile. */
const KILLS_OF_A_PROFILE = 10;

/**
 * `{engine, seed, userAgent, acknowledged, kills, thrownAway}`: each kill that was survived, as
 * `{mode, acknowledged, inFlight, during, readBy}`, and what the browser said when it had itself
 * thrown away all that the origin had, after which the drill goes on with a new profile. Throws a
 * `Failure` that lists what was lost, torn or unsound, and leaves the profile where it is.
 */
export async function drill({ engine, kills, seed, packageFolder, say = () => {} }) {
  const random = randomFrom(seed);
  const result = { engine, seed, userAgent: undefined, acknowledged: 0, kills: [], thrownAway: [] };
  let ledger;
  let round;
  let listener = () => {};
  const hear = (number, message) => {
    // What a page says that was killed is heard before the next one is started.
    ledger.hear(number, message);
    round.hear(message);
    listener();
  };
  const station = await openStation({ packageFolder, hear });
  const browsers = await browsersOf(engine);
  let browser;
  let profile;

  /** When `holds` does, asked after each message. */
  const until = (holds) =>
    new Promise((resolve, reject) => {
      let timer;
      const settle = (how, value) => {
        clearTimeout(timer);
        listener = () => {};
        how(value);
      };
      const fail = (why) => settle(reject, new Failure(`${engine}, round ${round.number} (${round.mode}): ${why}`));
      listener = () => {
        clearTimeout(timer);
        if (round.failure) fail(round.failure);
        else if (holds()) settle(resolve);
        else timer = setTimeout(fail, SILENCE_MINUTES * 60_000, `silent for ${SILENCE_MINUTES} minutes`);
      };
      browser.gone.then(() => fail("the browser ended by itself"));
      listener();
    });

  /** Starts the browser, and looks at what is there; `false` if it has thrown everything away. */
  async function begin(mode, before) {
    round = new Round(before ? before.number + 1 : result.kills.length, mode);
    browser = browsers.start(profile, station.page(round.number, mode, !before));
    const readings = (before ? 1 : 0) + (before && mode === "image" ? 1 : 0);
    const isOver = () => round.found.length === readings || round.loss !== undefined;
    await until(isOver);
    if (round.loss) return false;
    for (const found of round.found)
      check(ledger.faults(found), `${engine}, after ${round.number} kills, by ${found.way}`);
    return true;
  }

  async function kill() {
    const { isReached, delay } = momentOf(round.mode, random);
    await until(() => isReached(round));
    await pause(delay);
    await until(() => ledger.inFlight(round.number) > 0);
    round.dies(ledger.inFlight(round.number));
    await browser.kill();
    await station.silent();
  }

  /** From an empty profile to its last kill, or to when the browser throws it away. */
  async function life() {
    const end = Math.min(kills, result.kills.length + KILLS_OF_A_PROFILE);
    profile = mkdtempSync(join(tmpdir(), "medallion-drill-"));
    ledger = new Ledger();
    await begin(modeOf(result.kills.length));
    for (;;) {
      await kill();
      result.userAgent ??= round.userAgent;
      const before = round;
      say(`${engine}: ${before.line()}`);
      const isLast = result.kills.length + 1 === end;
      if (!(await begin(isLast ? "reading" : modeOf(result.kills.length + 1), before))) break;
      result.kills.push(before.told(round));
      if (isLast) break;
    }
    if (round.loss) {
      say(`${engine}: the browser has thrown away the whole database: ${round.loss}`);
      result.thrownAway.push({ kill: result.kills.length + 1, message: round.loss });
    }
    result.acknowledged += ledger.acknowledged;
    await browser.kill();
    await station.silent();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    while (result.kills.length < kills) await life();
    return result;
  } catch (error) {
    say(`${engine}: the profile is left in ${profile}`);
    throw error;
  } finally {
    await browser?.kill();
    await browsers.close();
    station.close();
  }
}

function check({ lost, torn, other }, when) {
  const lines = [...lost.map((line) => `lost: ${line}`), ...torn.map((line) => `torn: ${line}`), ...other];
  if (lines.length === 0) return;
  const more = lines.length > 20 ? `\n  and ${lines.length - 20} more` : "";
  throw new Failure(`${when}:\n  ${lines.slice(0, 20).join("\n  ")}${more}`);
}
