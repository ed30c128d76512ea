/**
 * One operation of ours on one payload for `codec.ts`, `node --import tsx bench/codec-round.ts FILE OPERATION`: at every
 * message measures it once and answers with milliseconds of processor time. A process for each, since what one operation
 * has taught the compiler would slow the next.
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

/** What can be measured. */
export type Measured = Operation | 'describe';

const pickle = readFileSync(process.argv[2] ?? '');
/** The work of an operation, what it needs made ready; nothing where it is not measured on this payload. */
const operations: Record<Measured, () => (() => unknown) | undefined> = {
  scan: () => () => scanPickle(pickle),
  splice: prepareSplice,
  spliceAll: prepareCopy,
  spliceFresh: () => () => splicePickledDict([before(), { name: 'value', pickle }]).toBuffer(),
  decode: () => () => decodePickle(pickle),
  write: () => {
    const value = decodePickle(pickle);
    return () => encodePickle(value);
  },
  transcode: () => {
    const { document, buffers } = encodeTypedJson(decodePickle(pickle), { attachFrom: 1 });
    // Of raw data the document has nothing but a number.
    return buffers.length > 0 ? undefined : () => typedJsonToPickle(document);
  },
  describe: () => () => describePickle(pickle),
};

/** An entry in front, so that memo indices really move. */
function before() {
  return { name: 'before', pickle: encodePickle(['one', 'entry', 'before']) };
}

/** The workspace keeps the scan from when a value was written, and hands the pieces to a socket. */
function prepareSplice(): () => number {
  const scan = scanPickle(pickle);
  return () => {
    let bytes = 0;
    for (const piece of splicePickledDict([before(), { name: 'value', pickle, scan }]).chunks()) {
      bytes += piece.length;
    }
    return bytes;
  };
}

/** Copies the pieces into a buffer that is used again and again, so that no memory has to be had from the system. */
function prepareCopy(): () => number {
  const { byteLength } = splicePickledDict([before(), { name: 'value', pickle }]);
  const kept = Buffer.alloc(byteLength);
  return () => {
    let at = 0;
    for (const piece of splicePickledDict([before(), { name: 'value', pickle }]).chunks()) {
      kept.set(piece, at);
      at += piece.length;
    }
    return at;
  };
}

function cpuTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const run = operations[process.argv[3] as Measured]();
process.on('message', () => process.send?.(run ? cpuTime(run) : null));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
