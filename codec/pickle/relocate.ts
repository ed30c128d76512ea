import { Edit, EditList } from './edit-list.ts';
import { EditWalker } from './edit-walker.ts';
import { Op } from './opcodes.ts';
import type { PieceWriter } from './piece-writer.ts';
import type { PickleScan } from './scan.ts';

/** Opcodes walked at a time when the edits were not kept; their edits never exceed this. */
const WINDOW = 8192;

/**
 * Writes the body of a pickle for its place in another one: without header, frames and STOP, with its memo
 * slots counted from `base`.
 *
 * A first PUT becomes MEMOIZE, whose index is the number of slots set so far, so that the moved slots stay dense
 * and every MEMOIZE of the original stays right. A PROTO in mid-stream beyond `maxProtocol` becomes that.
 *
 * Yields whenever pieces are ready to be taken from `out`.
 */
export function* writeRelocated(
  pickle: Uint8Array,
  scan: PickleScan,
  base: number,
  maxProtocol: number,
  out: PieceWriter,
): Generator<void> {
  const kept = scan.relocation.edits;
  if (kept) {
    yield* writeEdited(pickle, 0, scan.end, kept, base, maxProtocol, out);
    return;
  }
  const edits = new EditList(WINDOW);
  const walker = new EditWalker(pickle, edits);
  for (let done = false; !done; ) {
    const from = walker.position;
    done = walker.step(WINDOW);
    yield* writeEdited(pickle, from, walker.position, edits, base, maxProtocol, out);
    edits.clear();
  }
}

function* writeEdited(
  pickle: Uint8Array,
  from: number,
  to: number,
  edits: EditList,
  base: number,
  maxProtocol: number,
  out: PieceWriter,
): Generator<void> {
  let position = from;
  for (let at = 0; at < edits.length; at++) {
    const start = edits.position(at);
    out.copy(pickle, position, start);
    position = start + edits.size(at);
    writeEdit(edits.kind(at), edits.slot(at), base, maxProtocol, out);
    if (out.ready) yield;
  }
  out.copy(pickle, position, to);
  if (out.ready) yield;
}

function writeEdit(kind: number, slot: number, base: number, maxProtocol: number, out: PieceWriter): void {
  switch (kind) {
    case Edit.MEMOIZE:
      out.byte(Op.MEMOIZE);
      break;
    case Edit.PROTO:
      out.protocol(Math.min(slot, maxProtocol));
      break;
    case Edit.PUT:
      out.reference(Op.BINPUT, Op.LONG_BINPUT, base + slot);
      break;
    case Edit.GET:
      out.reference(Op.BINGET, Op.LONG_BINGET, base + slot);
      break;
    // Edit.CUT leaves nothing behind.
  }
}
