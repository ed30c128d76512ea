/**
 * Our side of `codec.ts` for one payload, `node --import tsx bench/codec-round.ts FILE`: at every message measures each operation
 * once and answers with milliseconds of processor time.
 */
import { readFileSync } from 'node:fs';
import {
  decodePickle,
  describePickle,
  encodePickle,
  encodeTypedJson,
  scanPickle,
  splicePickledDict,
  typedJsonToPickle,
} from '../codec/index.ts';
import type { Operation } from './codec-goals.ts';

/** Milliseconds by operation; `undefined` for what is not measured on this payload. */
export type Round = Partial<Record<Operation | 'describe', number>>;

const pickle = readFileSync(process.argv[2] ?? '');
const value = decodePickle(pickle);
const { document, buffers } = encodeTypedJson(value, { attachFrom: 1 });
const before = { name: 'before', pickle: encodePickle(['one', 'entry', 'before']) };
const scan = scanPickle(pickle);

/** The workspace keeps the scan from when a value was written, and hands the pieces to a socket. */
function spliceInPieces(): number {
  let bytes = 0;
  for (const piece of splicePickledDict([before, { name: 'value', pickle, scan }]).chunks()) {
    bytes += piece.length;
  }
  return bytes;
}

const operations: Record<keyof Round, (() => unknown) | undefined> = {
  scan: () => scanPickle(pickle),
  splice: spliceInPieces,
  spliceAll: () => splicePickledDict([before, { name: 'value', pickle }]).toBuffer(),
  decode: () => decodePickle(pickle),
  write: () => encodePickle(value),
  // Of raw data the document has nothing but a number.
  transcode: buffers.length > 0 ? undefined : () => typedJsonToPickle(document),
  describe: () => describePickle(pickle),
};

function cpuTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

process.on('message', () => {
  const round: Round = {};
  for (const [name, run] of Object.entries(operations)) {
    if (run !== undefined) round[name as keyof Round] = cpuTime(run);
  }
  process.send?.(round);
});
process.on('disconnect', () => process.exit(0));
process.send?.({});
