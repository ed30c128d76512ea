import { execFileSync } from 'node:child_process';
import { encodePickle } from 'headframe/codec';
import type { StoredValue } from 'headframe/workspace';

/** A JavaScript value as a pickle. */
export function pickle(value: unknown): StoredValue {
  return { method: 'pickle', document: encodePickle(value), buffers: [] };
}

/** JSON text as a value. */
export function json(text: string): StoredValue {
  return { method: 'json', document: Buffer.from(text), buffers: [] };
}

/** What real Python prints for a program that is given bytes on its standard input. */
export function python(program: string, input: Uint8Array = new Uint8Array()): Buffer {
  return execFileSync('/usr/bin/python3', ['-c', program], { input, maxBuffer: 2 ** 28 });
}
