import { execFileSync } from 'node:child_process';

/** A Python expression, which may use pickle, datetime, decimal, collections, np and pd, and the protocol to pickle it at. */
export type Sample = readonly [expression: string, protocol: number];

/** What each sample pickles to, all made by one Python. */
export function pickledAll(samples: readonly Sample[]): Buffer[] {
  const uses = (name: string) => samples.some(([expression]) => expression.includes(name));
  const program = [
    'import sys, struct, pickle, datetime, decimal, collections',
    uses('np.') ? 'import numpy as np' : '',
    uses('pd.') ? 'import pandas as pd' : '',
    ...samples.map(
      ([expression, protocol]) => `d = pickle.dumps(${expression}, ${protocol})
sys.stdout.buffer.write(struct.pack('<I', len(d)) + d)`,
    ),
  ].join('\n');
  const output = execFileSync('/usr/bin/python3', ['-'], { input: program, maxBuffer: 2 ** 28 });
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
