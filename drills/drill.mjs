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
import { openStation } from "./station.mjs";

/** Not a measure of speed: a page that says nothing for so long hangs. */
const SILENCE_MINUTES = 5;

/**
 * `{engine, userAgent, acknowledged, kills: [{mode, way, inFlight, during, acknowledged}]}`, or throws
 * a `Failure` that lists what was lost, torn or unsound, and leaves the profile where it is.
 */
export async function drill({ engine, kills, seed, packageFolder, say = () => {} }) {
  const random = randomFrom(seed);
  const profile = mkdtempSync(join(tmpdir(), "medallion-drill-"));
  const ledger = new Ledger();
  const rounds = [];
  let listener = () => {};
  const hear = (number, message) => {
    ledger.hear(number, message);
    rounds[number]?.hear(message);
    listener();
  };
  const station = await openStation({ packageFolder, hear });
  const browsers = await browsersOf(engine);
  let browser;

  /** When `holds` does, asked after each message. */
  const until = (round, holds) =>
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

  try {
    for (let number = 0; number <= kills; number += 1) {
      const mode = number < kills ? modeOf(number) : "reading";
      const round = new Round(number, mode);
      rounds.push(round);
      browser = browsers.start(profile, station.page(number, mode));
      const readings = number === 0 ? 0 : mode === "image" ? 2 : 1;
      await until(round, () => round.found.length === readings);
      for (const found of round.found) check(ledger.faults(found), `${engine}, after kill ${number}, by ${found.way}`);
      if (mode !== "reading") {
        const { isReached, delay } = momentOf(mode, random);
        await until(round, () => isReached(round));
        await pause(delay);
        await until(round, () => ledger.inFlight(number) > 0);
        round.dies(ledger.inFlight(number));
      }
      await browser.kill();
      await station.silent();
      if (mode !== "reading") say(`${engine}: ${round.line()}`);
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    return {
      ...{ engine, seed, userAgent: rounds[0].userAgent, acknowledged: ledger.acknowledged },
      kills: rounds.slice(0, kills).map((round, place) => round.told(rounds[place + 1])),
    };
  } catch (error) {
    say(`${engine}: the profile is left in ${profile}`);
    throw error;
  } finally {
    await browser?.kill();
    await browsers.close();
    station.close();
  }
}

/** From a start of the browser to its death. */
class Round {
  found = [];
  stored = 0;
  begun = { image: 0, history: 0 };
  inFlight = 0;
  #running = new Map();

  constructor(number, mode) {
    this.number = number;
    this.mode = mode;
  }

  hear(message) {
    if (message.type === "failed") this.failure = message.message;
    if (message.type === "found") this.found.push(message);
    if (message.type === "writing") this.userAgent = message.engine;
    if (message.type === "stored") this.stored += 1;
    if (message.type === "transaction begun") {
      this.begun[message.work] += 1;
      this.#running.set(message.number, message.work);
    }
    if (message.type === "transaction ended") this.#running.delete(message.number);
  }

  dies(inFlight) {
    this.inFlight = inFlight;
  }

  /** What was begun and did not end, as far as was heard. */
  get during() {
    return [...new Set(this.#running.values())].sort();
  }

  line() {
    const during = this.during.length > 0 ? `, while it wrote ${this.during.join(" and ")}` : "";
    return `kill ${this.number + 1} (${this.mode}): ${this.stored} acknowledged, ${this.inFlight} in flight${during}`;
  }

  told(next) {
    const { mode, stored, inFlight, during } = this;
    return { mode, acknowledged: stored, inFlight, during, readBy: next.found.map(({ way }) => way) };
  }
}

function check({ lost, torn, other }, when) {
  const lines = [...lost.map((line) => `lost: ${line}`), ...torn.map((line) => `torn: ${line}`), ...other];
  if (lines.length === 0) return;
  const more = lines.length > 20 ? `\n  and ${lines.length - 20} more` : "";
  throw new Failure(`${when}:\n  ${lines.slice(0, 20).join("\n  ")}${more}`);
}
