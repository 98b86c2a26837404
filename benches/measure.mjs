// Each suite in a browser of its own: all rows, round by round, contestants taking turns.

import { Failure } from "../scripts/lib/process.mjs";
import { Session } from "./session.mjs";
import * as medallions from "./suites/medallions.mjs";
import * as others from "./suites/others.mjs";
import * as plans from "./suites/plans.mjs";
import * as steps from "./suites/steps.mjs";
import * as tasks from "./suites/tasks.mjs";

const SUITES = { medallions, tasks, plans, steps, others };

export const suites = Object.keys(SUITES);

/** `{browser, version, rows: {row: {contestant: {times, parts}}}}` */
export async function measure(engine, page, suite, options) {
  if (!SUITES[suite]) throw new Failure(`no such jobs: ${suite}. There are: ${suites.join(", ")}`);
  const session = new Session(engine, page, options.say);
  try {
    await session.start();
    await SUITES[suite].run(session, options);
    session.compareAll();
    const { browser, version, rows } = session;
    return { browser, version, rows };
  } finally {
    await session.close();
  }
}
