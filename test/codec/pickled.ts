import { runPython } from './python.ts';

/** A Python expression, which may use pickle, datetime, decimal, collections, np and pd, and the protocol to pickle it at. */
export type Sample = readonly [expression: string, protocol: number];

const PROGRAM = `
import collections, datetime, decimal, json, pickle, struct, sys
import numpy as np, pandas as pd
for expression, protocol in json.load(sys.stdin):
    data = pickle.dumps(eval(expression), protocol)
    sys.stdout.buffer.write(struct.pack('<I', len(data)) + data)
`;

/** What each sample pickles to, all made by one Python. */
export function pickledAll(samples: readonly Sample[]): Buffer[] {
  const output = runPython(['-c', PROGRAM], JSON.stringify(samples));
  const pickles: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const end = at + 4 + output.readUInt32LE(at);
    pickles.push(output.subarray(at + 4, end));
    at = end;
  }
  return pickles;
}

/** What one expression pickles to. */
export function pickled(expression: string, protocol = 5): Buffer {
  return pickledAll([[expression, protocol]])[0] as Buffer;
}
