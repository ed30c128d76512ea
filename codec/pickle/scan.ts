import { setImmediate } from 'node:timers/promises';
import { type ByteSource, ByteWindow } from '../byte-window.ts';
import { type PickleLimits, pickleLimits } from './limits.ts';
import type { Relocation } from './relocation.ts';
import { PickleScanner } from './scanner.ts';
import { longestLine } from './text-operand.ts';

/** Opcodes between two turns of the event loop: about a millisecond. */
const SLICE_OPCODES = 50_000;
/** Of a source, so many bytes are in memory at a time, or as many as the longest line takes. */
const WINDOW_BYTES = 1024 * 1024;

/** What a pickle must be given from outside to be loaded. */
export interface PickleNeeds {
  /** Out-of-band buffers (PEP 574), how many. */
  readonly buffers: number;
  readonly persistentIds: boolean;
  /** Codes of the reader's `copyreg` extension registry. */
  readonly extensions: boolean;
}

/** What a scan finds out about a well-formed pickle. */
export interface PickleScan {
  /** Offset just after STOP. */
  readonly end: number;
  /** Bytes after STOP, which Python ignores. */
  readonly trailing: number;
  readonly opcodes: number;
  /** The protocol that the leading PROTO declares; 0 without one. */
  readonly protocol: number;
  /** The protocol in force at STOP. */
  readonly lastProtocol: number;
  /** Whether a PROTO stands anywhere but in front. */
  readonly changesProtocol: boolean;
  /** The lowest protocol that has all the opcodes used. */
  readonly opcodeProtocol: number;
  /** CPython's `len(memo)` at STOP. */
  readonly memoCount: number;
  /** Whether anything is imported. */
  readonly hasGlobals: boolean;
  /** Whether that happens under the declared protocol and it is below 3, where Python 2's names are translated. */
  readonly hasLegacyGlobals: boolean;
  readonly needs: PickleNeeds;
  /**
   * Offset of the first opcode that crosses a frame's end or opens a frame inside another. Older C unpicklers
   * ignore frames, so Pythons differ on such a pickle.
   */
  readonly frameViolation: number | undefined;
  readonly relocation: Relocation;
}

/**
 * Checks one pickle of protocol 0 to 5: bounds, stack, marks and memo are simulated exactly, no value is built,
 * nothing is looked up. Time is linear in the bytes.
 *
 * What texts hold, and what an import or a call would do, is not looked at.
 *
 * @throws CodecError `BAD_PICKLE` when no unpickler would accept the bytes, `TOO_LARGE` beyond a limit.
 */
export function scanPickle(bytes: Uint8Array, limits?: Partial<PickleLimits>): PickleScan {
  const scanner = new PickleScanner(bytes, limits);
  scanner.step(Number.POSITIVE_INFINITY);
  return scanner.result;
}

/**
 * `scanPickle` with a turn of the event loop after every millisecond or so of work; the same result and errors. Of a
 * source a few MiB are in memory at a time, whatever its length; it throws what the source throws, too.
 */
export async function scanPickleInSlices(
  bytes: Uint8Array | ByteSource,
  limits?: Partial<PickleLimits>,
): Promise<PickleScan> {
  const scanner = new PickleScanner(bytes instanceof Uint8Array ? bytes : windowOver(bytes, limits), limits);
  while (!scanner.step(SLICE_OPCODES)) await setImmediate();
  return scanner.result;
}

function windowOver(source: ByteSource, limits: Partial<PickleLimits> | undefined): ByteWindow {
  return new ByteWindow(source, Math.max(WINDOW_BYTES, longestLine(pickleLimits(limits))));
}
