// A browser whose profile lies on a small file system: what it does when that is full, and when there
// is room again. `npm run drill -- --small-disk`, with `--disk FOLDER` for a small file system that
// is mounted already; else one is mounted, which takes root.

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../scripts/lib/process.mjs";
import { browsersOf } from "./browsers.mjs";
import { fill, mounted } from "./disk.mjs";
import { openStation } from "./station.mjs";

const SILENCE_MINUTES = 10;

/** `{acknowledged, refused, codes, seconds, ...}`; throws a `Failure` with all that is wrong. */
export async function smallDisk({ engine, packageFolder, folder, say = () => {} }) {
  const disk = folder ? { folder, release() {} } : mounted();
  const profile = join(disk.folder, `profile-${engine}`);
  mkdirSync(profile, { recursive: true });
  const filler = join(disk.folder, "filler");
  const messages = {};
  let listener = () => {};
  const hear = (_round, message) => {
    if (message.type === "fill") say(`${engine}: the disk is full, but for ${fill(filler, disk.folder)} KB`);
    if (message.type === "free") rmSync(filler);
    messages[message.type] = message;
    listener();
  };
  const station = await openStation({ packageFolder, hear });
  const browsers = await browsersOf(engine);
  const running = [];
  const start = (isFirst) => running.push(browsers.start(profile, station.page(running.length, "small-disk", isFirst)));
  const kill = () => running.at(-1)?.kill();
  const heard = (type) =>
    new Promise((resolve, reject) => {
      const fail = (why) => reject(new Failure(`${engine}: ${why}`));
      const timer = setTimeout(fail, SILENCE_MINUTES * 60_000, `silent for ${SILENCE_MINUTES} minutes`);
      listener = () => {
        if (messages.failed) fail(messages.failed.message);
        if (!messages[type] && !messages.failed) return;
        clearTimeout(timer);
        resolve(messages[type]);
      };
      running.at(-1).gone.then(() => fail("the browser ended by itself"));
      listener();
    });
  try {
    start(true);
    const result = await heard("small disk");
    await kill();
    await station.silent();
    start(false);
    const after = await heard("after");
    check(engine, result, after);
    return { ...result, thrownAway: after.loss };
  } finally {
    await kill();
    await browsers.close();
    station.close();
    disk.release();
  }
}

/** What a browser may say of a full disk: some say it, some say only that it fails. */
const CODES = ["QUOTA", "DEGRADED", "UNAVAILABLE"];

/**
 * Everything that is to be so. Where the browser cannot even open its database while the disk is full,
 * what is in memory is read, and exported in part. That it throws its database away at the next start
 * is its own: it says so, and the result does.
 */
function check(engine, result, after) {
  const there = new Set(after.ids);
  const { acknowledged, refused, alsoRefused, full, healed, exported, partial } = result;
  const lost = acknowledged.filter((id) => !there.has(id));
  const unasked = [...refused, ...alsoRefused].filter(({ id }) => there.has(id));
  const isThrownAway = after.loss !== undefined;
  const isUnreadable = full.problems.length > 0;
  const must = {
    "something is refused": refused.length === 3,
    [`what is refused is said to be the disk's: ${JSON.stringify(refused)}`]: refused.every(({ code }) =>
      CODES.includes(code),
    ),
    [`all is read: ${result.unreadable}`]: result.unreadable.length === 0,
    [`a scope is found: ${result.found}`]: result.found === 5,
    [`health knows what is there: ${JSON.stringify(full)}`]:
      full.records > 0 && full.problems.every(({ kind }) => kind === "unreadable") && full.degraded >= isUnreadable,
    [`all of it is exported: ${exported}, ${partial}`]:
      partial === full.records && (isUnreadable ? CODES.includes(exported) : exported === full.records),
    [`it heals when there is room: ${JSON.stringify({ healed, alsoRefused })}`]:
      !healed.degraded && healed.problems.length === 0 && healed.records === acknowledged.length,
    [`who subscribed is told: ${result.told}`]:
      result.told.some((told) => told.startsWith("degraded")) && result.told.at(-1) === "healed",
    [`nothing that was acknowledged is lost: ${lost}`]: lost.length === 0 || isThrownAway,
    [`nothing that was refused is there: ${JSON.stringify(unasked)}`]: unasked.length === 0,
    [`the next start finds nothing wrong: ${JSON.stringify(after.problems)}`]:
      isThrownAway || (after.problems.length === 0 && !after.degraded),
  };
  const wrong = Object.keys(must).filter((what) => !must[what]);
  if (wrong.length > 0) throw new Failure(`${engine}: it is not so that\n  ${wrong.join("\n  ")}`);
}
