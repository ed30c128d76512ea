import { encodePacketBody, type PacketEntries } from './encode-packet.ts';
import { TERMINATOR, TERMINATOR_BYTES } from './terminator.ts';

/** One piece of an answer, and how long to wait, after the piece before was handed to the system. */
export interface AnswerPart {
  readonly bytes: Buffer;
  readonly delayBeforeMs: number;
}

/** What a client of 2020 reads at once. */
const READ_BYTES = 64 * 1024;
const UNSHIELDED_BYTES = 60_000;
const TAIL_DELAY_MS = 5;
const SPACE = 0x20;

/**
 * An answer for a client of 2020, shielded against two faults of its `receive`.
 *
 * That reads up to 65536 bytes at once, looks for `PMEND` at the end of one read only, and of the read in
 * which it finds it strips any of the letters P M E N D at *both* ends. So the terminator must not lie over
 * two reads, and the read that holds it must not begin inside the JSON text.
 *
 * An answer of up to 60 KB, written at once, arrives as one segment and is one read that begins with `{`:
 * it goes out as it is, as one part. A longer one gets spaces up to a multiple of 65536 bytes, and then a
 * tail of exactly 65536: spaces and the terminator, as a part of its own, some ms later. Wherever the read
 * with the terminator begins, it begins in the tail's spaces, or in front of them. Whether a client has
 * read everything before the tail comes, or lags so far that each of its reads is full, its last read ends
 * with the terminator.
 */
export function* classicAnswer(entries: PacketEntries, sliceBytes?: number): Generator<AnswerPart> {
  let length = 0;
  let last: Buffer = Buffer.alloc(0);
  for (const bytes of encodePacketBody(entries, sliceBytes)) {
    if (last.length > 0) yield { bytes: last, delayBeforeMs: 0 };
    last = bytes;
    length += bytes.length;
  }
  if (length + TERMINATOR.length <= UNSHIELDED_BYTES) {
    yield { bytes: Buffer.concat([last, TERMINATOR_BYTES]), delayBeforeMs: 0 };
    return;
  }
  const padding = (READ_BYTES - (length % READ_BYTES)) % READ_BYTES;
  yield { bytes: Buffer.concat([last, Buffer.alloc(padding, SPACE)]), delayBeforeMs: 0 };
  const spaces = Buffer.alloc(READ_BYTES - TERMINATOR.length, SPACE);
  yield { bytes: Buffer.concat([spaces, TERMINATOR_BYTES]), delayBeforeMs: TAIL_DELAY_MS };
}
