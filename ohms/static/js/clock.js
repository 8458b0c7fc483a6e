// Two clocks beside a note: the call's runs by the wall, the typing one stands still when nobody does.
// They know seconds and nothing else; what is typed never comes near them.

const idleSeconds = 120;

/** Seconds as minutes: half up, at least one. */
export const minutesOf = (seconds) => Math.max(1, Math.floor(seconds / 60 + 0.5));

export class CallClock {
  #seconds = 0;
  #since = null;

  constructor(now, seconds = 0) {
    this.now = now;
    this.#seconds = seconds;
  }

  get runs() {
    return this.#since !== null;
  }

  start() {
    this.#since ??= this.now();
  }

  startAnew() {
    this.#seconds = 0;
    this.#since = this.now();
  }

  stop() {
    this.#seconds = this.seconds;
    this.#since = null;
  }

  get seconds() {
    return this.#seconds + (this.#since === null ? 0 : this.now() - this.#since);
  }
}

/** Counts from one sign of life to the next, each silence for two minutes at the most. */
export class TypingClock {
  #seconds = 0;
  #last = null;

  constructor(now, seconds = 0) {
    this.now = now;
    this.#seconds = seconds;
  }

  get #silence() {
    return this.#last === null ? 0 : Math.min(this.now() - this.#last, idleSeconds);
  }

  touch() {
    this.#seconds += this.#silence;
    this.#last = this.now();
  }

  stop() {
    this.#seconds += this.#silence;
    this.#last = null;
  }

  get seconds() {
    return this.#seconds + this.#silence;
  }
}
