import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecError } from '../../codec/errors.ts';
import { bringInBand } from '../../codec/pickle/in-band.ts';
import { python, pythonLines } from './python.ts';

interface Sample {
  pickle: string;
  buffers: string[];
}

const MAKE = `
import base64, json, pickle
exec(open(0).read())
for value in values():
    buffers = []
    data = pickle.dumps(value, 5, buffer_callback=buffers.append)
    raw = [base64.b64encode(b.raw()).decode() for b in buffers]
    print(json.dumps({'pickle': base64.b64encode(data).decode(), 'buffers': raw}))
`;

const VALUES = `
import pickle, numpy as np, pandas as pd
def values():
    readonly = np.arange(5); readonly.flags.writeable = False
    big = np.arange(200_000, dtype='f8')
    return [np.zeros((2, 3)), [np.asfortranarray(np.eye(3)), 'x' * 70_000, readonly, big, big, b'.'],
        pickle.PickleBuffer(b'read only'), pickle.PickleBuffer(bytearray(b'mutable')), pickle.PickleBuffer(b''),
        pd.DataFrame({'a': [1, 2], 'b': [.5, .25], 'c': ['x', 'y']}), 1]
`;

const COMPARE = `
import base64, json, pickle, sys
lines = sys.stdin.read().split('\\n---\\n')
exec(lines[0])
def same(a, b):
    if type(a) is not type(b): return False
    if isinstance(a, list): return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray): return a.dtype == b.dtype and (a == b).all() and a.flags == b.flags
    if isinstance(a, pd.DataFrame): return a.equals(b)
    return a == b
for value, data in zip(values(), lines[1].split()):
    data = base64.b64decode(data)
    expected = pickle.loads(pickle.dumps(value, 5))
    ok = same(expected, pickle.loads(data)) and same(expected, pickle._loads(data))
    print(json.dumps(ok))
`;

test('pickles with their buffers brought in-band load as if they had been pickled without a callback', () => {
  const samples = pythonLines<Sample>(['-c', MAKE], VALUES);
  const joined = samples.map(({ pickle, buffers }) => {
    const decoded = buffers.map((buffer) => Buffer.from(buffer, 'base64'));
    const whole = bringInBand(Buffer.from(pickle, 'base64'), decoded);
    assert.equal(whole.toBuffer().length, whole.byteLength);
    return whole.toBuffer().toString('base64');
  });
  const lines = python(['-c', COMPARE], `${VALUES}\n---\n${joined.join('\n')}`)
    .trim()
    .split('\n');
  assert.deepEqual(
    lines,
    samples.map(() => 'true'),
  );
});

test('too few buffers are refused', () => {
  assert.throws(
    () => bringInBand(Buffer.from('\x80\x05\x97\x97\x86.', 'latin1'), [Buffer.alloc(1)]),
    (error) =>
      error instanceof CodecError &&
      error.code === 'NEEDS_BUFFERS' &&
      /wants 2 .* 1 came/.test(error.message),
  );
});
