/** The numbers of the framed dialect; `docs/reference/framed.md` is its specification. */

/** What both sides open with. */
export const FRAMED_PREAMBLE: string = 'headframe/1\n';

/** Bytes of a frame's head. */
export const HEAD_BYTES: number = 20;

/** Longest meta of a frame, in bytes. */
export const MAX_META_BYTES: number = 1024 * 1024;

/** Most names in a `get many`, `set many` or `delete many`. */
export const MAX_BATCH: number = 8192;

/** A frame beyond a limit is skipped while it is no longer than this many times the limit. */
export const SKIPPED_LIMITS: number = 16;

/** What a frame is. */
export const FRAME_KIND = { request: 1, answer: 2, error: 3, notification: 4 } as const;
export type FrameKind = (typeof FRAME_KIND)[keyof typeof FRAME_KIND];

/** What a request asks for; its answer repeats it. */
export const OPERATION = {
  command: 0,
  get: 1,
  set: 2,
  delete: 3,
  ping: 4,
  getMany: 5,
  setMany: 6,
  deleteMany: 7,
} as const;

/** What a notification tells. */
export const NOTIFICATION = {
  dataChanged: 16,
  dataDeleted: 17,
  settingsChanged: 18,
  heartbeat: 19,
  goAway: 20,
} as const;

/** Bits of a frame's flags. */
export const FLAG = {
  /** Of a command and its answer: the JSON stands in the payload. */
  jsonInPayload: 1,
  /** Of a get and a set: which of {@link METHOD_NUMBER}. */
  methodMask: 3,
  /** A revision stands first in the meta; of a get's answer: the client has that revision. */
  revision: 4,
  /** Of a get, its answer and a set: the value stands in a file (docs/reference/data-plane.md). */
  place: 8,
  /** How far to the left the durability of a set stands. */
  levelShift: 4,
  levelMask: 0x30,
} as const;

/** How a value is written, as a number; 0 leaves it open. */
export const METHOD_NUMBER = { pickle: 1, json: 2 } as const;
export type FramedMethod = keyof typeof METHOD_NUMBER;

/** How durable a write is to be, by number; 0 leaves it to the workspace. */
export const LEVELS = [undefined, 'volatile', 'written', 'synced'] as const;
export type FramedLevel = Exclude<(typeof LEVELS)[number], undefined>;

/** The method with a number, or nothing. */
export function methodOfNumber(number: number): FramedMethod | undefined {
  if (number === METHOD_NUMBER.pickle) return 'pickle';
  return number === METHOD_NUMBER.json ? 'json' : undefined;
}
