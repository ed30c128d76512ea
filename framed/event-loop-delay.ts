import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;

/** How long the event loop stood still, in ms, since the server started: what it took beyond the 20 ms between two looks. */
export interface EventLoopDelays {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Watches the event loop until it is closed. */
export class EventLoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  open(): void {
    this.#histogram.enable();
  }

  close(): void {
    this.#histogram.disable();
  }

  delays(): EventLoopDelays {
    const ms = (value: number): number =>
      Math.max(0, Math.round((value / NS_PER_MS - RESOLUTION_MS) * 10) / 10);
    const { max } = this.#histogram;
    return { p50: ms(this.#histogram.percentile(50)), p99: ms(this.#histogram.percentile(99)), max: ms(max) };
  }
}
