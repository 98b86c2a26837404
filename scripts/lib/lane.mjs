// Work beside other work in one terminal: what it says waits until the other can be interrupted.

import { AsyncLocalStorage } from "node:async_hooks";

const lanes = new AsyncLocalStorage();

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (...said) => {
    const lane = lanes.getStore();
    return lane ? lane.say(() => write(...said)) : write(...said);
  };
}

export class Lane {
  #held = [];
  #complete = 0;
  #isLive = false;

  /** Runs something in this lane, with all that it starts. */
  run(body) {
    return lanes.run(this, body);
  }

  say(write) {
    if (this.#isLive) return write();
    this.#held.push(write);
    return true;
  }

  /** What was said so far belongs together, and may be shown. */
  endOfStep() {
    this.#complete = this.#held.length;
  }

  /** Shows the steps that have ended. */
  show() {
    for (const write of this.#held.splice(0, this.#complete)) write();
    this.#complete = 0;
  }

  /** Shows all, and from now on everything at once. */
  goLive() {
    for (const write of this.#held.splice(0)) write();
    this.#isLive = true;
  }
}
