import { setImmediate } from 'node:timers/promises';
import { CodecError } from '../errors.ts';
import { AbstractMachine } from './abstract-machine.ts';
import { dataOnlyPolicy } from './data-only-policy.ts';
import { Findings, type PickleImport } from './inspect-findings.ts';
import type { PickleLimits } from './limits.ts';
import type { ImportPolicy } from './policy.ts';
import { type PickleScan, scanPickle, scanPickleInSlices } from './scan.ts';

const SLICE_OPCODES = 20_000;

/**
 * `data-only`: nothing but what the policy permits. `foreign-imports`: all imports are known, and some are not
 * permitted. `unknown`: what an unpickler would do cannot be told. `invalid`: no well-formed pickle; unpicklers
 * still run what comes before the fault.
 */
export type Verdict = 'data-only' | 'foreign-imports' | 'unknown' | 'invalid';

export interface PickleReport {
  readonly verdict: Verdict;
  /** Every import once, by the name that Python 3 gives it, in order; at most 1000. */
  readonly imports: readonly PickleImport[];
  /** Why the verdict is not `data-only`, each with its byte offset; at most 20. */
  readonly reasons: readonly string[];
  /** The protocol that the pickle declares; 0 without one. */
  readonly protocol: number;
  /** Bytes after STOP, which unpicklers ignore. */
  readonly trailing: number;
}

/**
 * Tells what loading a pickle would import and call, without doing it: the stack, the marks and the memo are
 * simulated exactly, on abstract values, and whatever is not certain fails closed. It lowers the risk of who loads
 * the value; it is no proof that loading is safe, and memory is not bounded by it.
 *
 * Never throws for bad bytes: their verdict is `invalid`, or `unknown` beyond a limit.
 */
export function inspectPickle(
  bytes: Uint8Array,
  policy: ImportPolicy = dataOnlyPolicy,
  limits?: Partial<PickleLimits>,
): PickleReport {
  try {
    const scan = scanPickle(bytes, limits);
    const findings = new Findings(policy);
    new AbstractMachine(bytes, findings).step(Number.POSITIVE_INFINITY);
    return report(scan, findings);
  } catch (error) {
    return refusal(bytes, error);
  }
}

/** `inspectPickle` with turns of the event loop in between. */
export async function inspectPickleInSlices(
  bytes: Uint8Array,
  policy: ImportPolicy = dataOnlyPolicy,
  limits?: Partial<PickleLimits>,
): Promise<PickleReport> {
  try {
    const scan = await scanPickleInSlices(bytes, limits);
    const findings = new Findings(policy);
    const machine = new AbstractMachine(bytes, findings);
    while (!machine.step(SLICE_OPCODES)) await setImmediate();
    return report(scan, findings);
  } catch (error) {
    return refusal(bytes, error);
  }
}

function report(scan: PickleScan, findings: Findings): PickleReport {
  if (scan.frameViolation !== undefined) {
    findings.opaque(
      'An opcode crosses the end of a frame, which unpicklers treat differently',
      scan.frameViolation,
    );
  }
  const { imports, reasons, isUnknown, isForeign } = findings;
  const verdict = isUnknown ? 'unknown' : isForeign ? 'foreign-imports' : 'data-only';
  return { verdict, imports, reasons, protocol: scan.protocol, trailing: scan.trailing };
}

function refusal(bytes: Uint8Array, error: unknown): PickleReport {
  if (!(error instanceof CodecError)) throw error;
  const verdict = error.code === 'TOO_LARGE' ? 'unknown' : 'invalid';
  const protocol = bytes[0] === 0x80 ? (bytes[1] ?? 0) : 0;
  return { verdict, imports: [], reasons: [error.message], protocol, trailing: 0 };
}
