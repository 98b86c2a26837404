// How long somebody was active, from moments at which they were seen. It knows no clock and no
// page: times are handed in, in milliseconds that never go back.

/** Without a sign of life for longer than this, nobody is there. */
export const IDLE = 60_000;
/** With a longer silence between two moments, the machine slept. Moments come every second. */
export const SLEPT = 5_000;

export class ActiveTime {
  #isShown;
  #last;
  #seen;
  #active = 0;

  constructor(now, isShown) {
    this.#last = now;
    this.#seen = now;
    this.#isShown = isShown;
  }

  /** Another moment: what has passed since the last one counts, or does not. */
  moment(now) {
    const passed = now - this.#last;
    if (this.#isShown && passed > 0 && passed <= SLEPT) {
      this.#active += Math.max(0, Math.min(now, this.#seen + IDLE) - this.#last);
    }
    this.#last = now;
  }

  /** A sign of life. */
  input(now) {
    this.moment(now);
    this.#seen = now;
  }

  /** The page is shown from now on, or is not. Who turns to it is there. */
  show(now, isShown) {
    this.moment(now);
    if (isShown && !this.#isShown) this.#seen = now;
    this.#isShown = isShown;
  }

  /** Whole seconds that were not taken yet. */
  get seconds() {
    return Math.floor(this.#active / 1000);
  }

  /** Takes seconds away that were written down. */
  take(seconds) {
    this.#active -= seconds * 1000;
  }
}
