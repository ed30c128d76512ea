import { setImmediate } from 'node:timers/promises';
import { CodecError } from '../errors.ts';
import { Op } from './opcodes.ts';
import { PieceWriter } from './piece-writer.ts';
import { inPieces, type PickleInPieces } from './pieces.ts';
import { writeRelocated } from './relocate.ts';
import { relocatedLength } from './relocation.ts';
import { type PickleScan, scanPickle, scanPickleInSlices } from './scan.ts';

/** The lowest protocol that has the opcodes a splice writes of its own. */
const LOWEST_PROTOCOL = 4;
/** PROTO and its operand, EMPTY_DICT, MARK, SETITEMS, STOP. */
const FRAME_OF_DICT = 6;
/** Opcodes scanned between two turns of the event loop. */
const TURN_OPCODES = 50_000;

/** One variable of a splice. */
export interface SpliceEntry {
  readonly name: string;
  readonly pickle: Uint8Array;
  /** The result of `scanPickle` for these very bytes, when the caller has kept it. */
  readonly scan?: PickleScan | undefined;
}

export interface SpliceOptions {
  /**
   * Declare protocol 4 when no opcode of protocol 5 occurs, whatever the pickles declare: Python 3.6 and 3.7
   * refuse a header of 5, and cloudpickle always writes one.
   */
  readonly lowerProtocol?: boolean;
}

/** A pickled dict, ready to be written in pieces. */
export interface SplicedDict extends PickleInPieces {
  /** The protocol that the header declares: 4 or 5. */
  readonly protocol: number;
}

interface ScannedEntry extends SpliceEntry {
  readonly scan: PickleScan;
}

/** An entry with its key's bytes, and the memo slots taken before it. */
interface Part {
  readonly key: Uint8Array;
  readonly pickle: Uint8Array;
  readonly scan: PickleScan;
  readonly base: number;
}

/**
 * One pickle of the dict `{name: value}`, made of the values' own pickles by relocation, without loading them.
 *
 * Bodies are joined as they are but for their memo indices, frames, headers and STOPs. A value of protocol 0 to 2
 * that imports something gets its own PROTO in front, since the protocol decides how names are looked up. Bytes
 * after a value's STOP are left out. Python gives equal values for the dict and for the single pickles.
 *
 * @throws CodecError `BAD_PICKLE` or `TOO_LARGE` for a value that is no well-formed pickle, or a name with lone
 * surrogates; `NEEDS_BUFFERS` and `NEEDS_PERSISTENT_ID` for a value that cannot stand alone. Each names the variable.
 */
export function splicePickledDict(entries: Iterable<SpliceEntry>, options: SpliceOptions = {}): SplicedDict {
  const scanned: ScannedEntry[] = [];
  for (const entry of entries) {
    try {
      scanned.push({ ...entry, scan: entry.scan ?? scanPickle(entry.pickle) });
    } catch (error) {
      throw aboutVariable(entry.name, error);
    }
  }
  return spliceScanned(scanned, options);
}

/** `splicePickledDict` that scans with turns of the event loop in between. */
export async function splicePickledDictInSlices(
  entries: Iterable<SpliceEntry>,
  options: SpliceOptions = {},
): Promise<SplicedDict> {
  const scanned: ScannedEntry[] = [];
  let opcodes = 0;
  for (const entry of entries) {
    try {
      const scan = entry.scan ?? (await scanPickleInSlices(entry.pickle));
      scanned.push({ ...entry, scan });
      opcodes += entry.scan ? 0 : scan.opcodes;
    } catch (error) {
      throw aboutVariable(entry.name, error);
    }
    if (opcodes > TURN_OPCODES) {
      opcodes = 0;
      await setImmediate();
    }
  }
  return spliceScanned(scanned, options);
}

function spliceScanned(entries: readonly ScannedEntry[], options: SpliceOptions): SplicedDict {
  const protocol = headerProtocol(entries, options.lowerProtocol ?? false);
  const parts: Part[] = [];
  let base = 0;
  let byteLength = FRAME_OF_DICT;
  for (const { name, pickle, scan } of entries) {
    refuseDependent(name, scan);
    const part = { key: keyBytes(name), pickle, scan, base };
    parts.push(part);
    byteLength += partLength(part);
    base += scan.memoCount;
  }
  return { ...inPieces(byteLength, () => writeDict(parts, protocol)), protocol };
}

function headerProtocol(entries: readonly ScannedEntry[], lower: boolean): number {
  let protocol = LOWEST_PROTOCOL;
  for (const { scan } of entries) {
    const needed = lower ? scan.opcodeProtocol : Math.max(scan.protocol, scan.opcodeProtocol);
    if (needed > protocol) protocol = needed;
  }
  return protocol;
}

function partLength({ key, scan, base }: Part): number {
  const keyLength = key.length + (key.length < 256 ? 2 : 5);
  const protocols = (needsOwnProtocol(scan) ? 2 : 0) + (changesProtocol(scan) ? 2 : 0);
  return keyLength + protocols + relocatedLength(scan.relocation, base);
}

function* writeDict(parts: readonly Part[], protocol: number): Generator<Uint8Array> {
  const out = new PieceWriter();
  out.protocol(protocol);
  out.byte(Op.EMPTY_DICT);
  out.byte(Op.MARK);
  for (const { key, pickle, scan, base } of parts) {
    out.text(key);
    if (needsOwnProtocol(scan)) out.protocol(scan.protocol);
    for (const _ of writeRelocated(pickle, scan, base, protocol, out)) yield* out.take();
    if (changesProtocol(scan)) out.protocol(protocol);
  }
  out.byte(Op.SETITEMS);
  out.byte(Op.STOP);
  yield* out.take(true);
}

/** Below protocol 3 Python 2's names are translated; protocol 3 differs from 4 only in names that picklers never wrote. */
function needsOwnProtocol(scan: PickleScan): boolean {
  return scan.hasLegacyGlobals;
}

/** Whether the protocol in force after the value may differ from the dict's. */
function changesProtocol(scan: PickleScan): boolean {
  return scan.hasLegacyGlobals || scan.changesProtocol;
}

function keyBytes(name: string): Uint8Array {
  if (/\p{Surrogate}/u.test(name)) {
    throw new CodecError('BAD_PICKLE', `The name ${JSON.stringify(name)} has a lone surrogate`);
  }
  return Buffer.from(name, 'utf8');
}

function refuseDependent(name: string, { needs }: PickleScan): void {
  if (needs.buffers > 0) {
    const message = `Variable "${name}": its pickle wants ${needs.buffers} out-of-band buffers`;
    throw new CodecError('NEEDS_BUFFERS', message);
  }
  if (needs.persistentIds) {
    throw new CodecError('NEEDS_PERSISTENT_ID', `Variable "${name}": its pickle has persistent ids`);
  }
}

function aboutVariable(name: string, error: unknown): unknown {
  if (!(error instanceof CodecError)) return error;
  return new CodecError(error.code, `Variable "${name}": ${error.message}`);
}
