import type { FileSystem } from './file-system.ts';
import { HEAD_BYTES, isIntact, MARK, type RecordHead, readHead } from './record.ts';
import { readWhole } from './whole.ts';

const WINDOW_BYTES = 4 * 1024 * 1024;

/** A record that was found intact. `bytes`, which it shares with others, are never written again. */
export interface ScannedRecord extends RecordHead {
  /** Where it begins and ends in the file. */
  readonly start: number;
  readonly end: number;
  /** Holds the body from `bodyStart` to `bodyEnd`. */
  readonly bytes: Buffer;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** The records of a file one after the other, from an offset to the first bytes that are none. */
export function* scanRecords(
  files: FileSystem,
  fd: number,
  seed: number,
  from: number,
): Generator<ScannedRecord, void> {
  const window = new Window(files, fd);
  let record = recordAt(window, seed, from);
  while (record) {
    yield record;
    record = recordAt(window, seed, record.end);
  }
}

/** The first intact record that begins after an offset, wherever it stands. */
export function findRecord(files: FileSystem, fd: number, seed: number, after: number): number | undefined {
  const window = new Window(files, fd);
  const probe = new Window(files, fd);
  for (let base = after + 1; base + HEAD_BYTES <= window.fileSize; base += WINDOW_BYTES) {
    const length = Math.min(WINDOW_BYTES + MARK.byteLength - 1, window.fileSize - base);
    const at = window.show(base, length);
    if (at === undefined) return undefined;
    const piece = window.bytes.subarray(at, at + length);
    for (let mark = piece.indexOf(MARK); mark >= 0; mark = piece.indexOf(MARK, mark + 1)) {
      if (recordAt(probe, seed, base + mark)) return base + mark;
    }
  }
  return undefined;
}

function recordAt(window: Window, seed: number, start: number): ScannedRecord | undefined {
  const at = window.show(start, HEAD_BYTES);
  const head = at === undefined ? undefined : readHead(window.bytes, at);
  if (!head || head.synced > start) return undefined;
  const place = window.show(start, HEAD_BYTES + head.length);
  if (place === undefined || !isIntact(window.bytes, place, head, seed)) return undefined;
  const bodyStart = place + HEAD_BYTES;
  const end = start + HEAD_BYTES + head.length;
  const { length, crc, base, synced } = head;
  const { bytes } = window;
  return { length, crc, base, synced, start, end, bytes, bodyStart, bodyEnd: bodyStart + length };
}

/** A part of a file in memory. */
class Window {
  readonly fileSize: number;
  readonly #files: FileSystem;
  readonly #fd: number;
  bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(files: FileSystem, fd: number) {
    this.#files = files;
    this.#fd = fd;
    this.fileSize = files.state(fd).size;
  }

  /** Where in `bytes` so many bytes from an offset stand; nothing when the file ends before. */
  show(offset: number, length: number): number | undefined {
    const at = offset - this.#start;
    if (at >= 0 && at + length <= this.bytes.byteLength) return at;
    if (offset + length > this.fileSize) return undefined;
    const wanted = Math.min(Math.max(length, WINDOW_BYTES), this.fileSize - offset);
    const bytes = Buffer.allocUnsafeSlow(wanted);
    const found = readWhole(this.#files, this.#fd, bytes, offset);
    this.bytes = bytes.subarray(0, found);
    this.#start = offset;
    return found >= length ? 0 : undefined;
  }
}
