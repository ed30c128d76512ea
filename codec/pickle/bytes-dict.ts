import { bytesHead } from './bytes-head.ts';
import { Op } from './opcodes.ts';
import { PieceWriter } from './piece-writer.ts';
import { inPieces, type PickleInPieces } from './pieces.ts';

/** PROTO and its operand, EMPTY_DICT, MARK, SETITEMS, STOP. */
const FRAME_OF_DICT = 6;
const LONGEST_SHORT = 0xff;

/** A name and the bytes under it, which may come in pieces. */
export type BytesEntry = readonly [name: string, bytes: Pick<PickleInPieces, 'byteLength' | 'chunks'>];

/**
 * A pickled dict of names to `bytes`, of protocol 4, written in pieces without a copy of large ones: PyMiner's HTTP
 * generation carries pickles in one. Names are text without lone surrogates.
 */
export function pickleBytesDict(entries: readonly BytesEntry[]): PickleInPieces {
  let byteLength = FRAME_OF_DICT;
  for (const [name, bytes] of entries) {
    const key = Buffer.byteLength(name);
    byteLength += (key > LONGEST_SHORT ? 5 : 2) + key + bytesHead(bytes.byteLength).length + bytes.byteLength;
  }
  return inPieces(byteLength, () => write(entries));
}

function* write(entries: readonly BytesEntry[]): Generator<Uint8Array> {
  const out = new PieceWriter();
  out.protocol(4);
  out.byte(Op.EMPTY_DICT);
  out.byte(Op.MARK);
  for (const [name, { byteLength, chunks }] of entries) {
    out.text(Buffer.from(name));
    const head = bytesHead(byteLength);
    out.copy(head, 0, head.length);
    for (const chunk of chunks()) {
      out.copy(chunk, 0, chunk.length);
      if (out.ready) yield* out.take();
    }
  }
  out.byte(Op.SETITEMS);
  out.byte(Op.STOP);
  yield* out.take(true);
}
