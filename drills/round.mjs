// One start of the browser, to its death: what was heard in it.

export class Round {
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

  /** What the browser says of having thrown away the database; empty if it says nothing. */
  get loss() {
    return this.found[0]?.raw.loss;
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
