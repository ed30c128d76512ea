import { encodeFrame, encodeRevisions, FRAME_KIND, NOTIFICATION } from 'headframe/codec';

/** Heartbeats that a client may leave without a sign of life. */
const MISSED_BEATS = 3;

/** Whether a client is alive: it is asked at every heartbeat, and anything that comes from it is an answer. */
export class Heartbeat {
  #missed = 0;
  #sent = 0;
  #answered = 0;

  /** Whether nothing came for as many beats as may be missed. */
  get isLost(): boolean {
    return this.#missed >= MISSED_BEATS;
  }

  /** The next heartbeat's frame, with the workspace's revision. */
  next(revision: number): Buffer {
    this.#missed += 1;
    this.#sent += 1;
    return encodeFrame({
      kind: FRAME_KIND.notification,
      operation: NOTIFICATION.heartbeat,
      id: this.#sent,
      meta: encodeRevisions([revision]),
    });
  }

  /** The client lives, or has no way to say so. */
  alive(): void {
    this.#missed = 0;
  }

  /** Notes an answer; false when there was no such heartbeat, or it has been answered. */
  answer(id: number): boolean {
    if (id <= this.#answered || id > this.#sent) return false;
    this.#answered = id;
    return true;
  }
}
