// One round, as the address says it: reads all that is stored and tells it, then writes until the
// browser is killed.

import { Workspace } from "medallion";
import { clearImage, stored } from "./raw.js";
import { readAll } from "./reading.js";
import { learnerOf, SEEDS, writeSeeds } from "./seeds.js";
import { fillTheDisk, lookAtTheDisk } from "./small-disk.js";
import { tell } from "./station.js";
import { watchTransactions } from "./transactions.js";
import { changeHistory, write } from "./writers.js";

const asked = new URL(location).searchParams;
const round = Number(asked.get("round"));
const mode = asked.get("mode");
const isFirst = asked.has("first");

const fail = (error) => tell({ type: "failed", message: String(error?.stack ?? error) });
addEventListener("error", ({ error, message }) => fail(error ?? message));
addEventListener("unhandledrejection", ({ reason }) => fail(reason));

const open = () => Workspace.open("drill", { actor: "drill" });

/** The next opening is the slow way, from the log. */
async function forgetImage(ws) {
  await ws.close();
  await clearImage();
}

async function run() {
  const raw = isFirst ? undefined : await stored();
  let ws = await open();
  if (isFirst) await writeSeeds(ws);
  else tell({ type: "found", way: raw.parts > 0 ? "image" : "log", raw, ...(await readAll(ws, SEEDS)) });
  if (mode === "reading" || raw?.loss !== undefined) return;
  const learner = await learnerOf(ws);
  if (mode === "image") {
    await forgetImage(ws);
    ws = await open();
    if (!isFirst) tell({ type: "found", way: "log", raw, ...(await readAll(ws, SEEDS)) });
    await forgetImage(ws);
  }

  watchTransactions();
  tell({ type: "writing", engine: navigator.userAgent });
  // The writers say what they begin before the workspace is open: the image that is written at
  // opening then has commits waiting behind it.
  const opening = mode === "image" ? open() : Promise.resolve(ws);
  write(opening, { round, learner }, fail);
  if (mode === "history") changeHistory(opening, { round }, fail);
}

const tryTheDisk = isFirst ? fillTheDisk : lookAtTheDisk;

(mode === "small-disk" ? tryTheDisk(open) : run()).catch(fail);
