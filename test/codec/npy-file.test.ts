import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNpy, writeNpy } from '../../codec/files/index.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import type { NdArray } from '../../codec/pickle/values-numpy.ts';
import { pickledAll } from './pickled.ts';
import { python } from './python.ts';

const ARRAYS = [
  'np.arange(6, dtype="<i4").reshape(2, 3)',
  'np.asfortranarray(np.arange(6.0).reshape(2, 3))',
  'np.array(7, dtype=">u2")',
  'np.zeros((0, 3), dtype="?")',
  'np.array(["é", "ab"])',
  'np.array(["2020-01-02", "NaT"], dtype="datetime64[us]")',
  'np.array([1+2j])',
];
/** Takes an expression a line; prints the bytes of its file, of a version, in hexadecimal. */
const SAVE = `import sys, io, numpy as np
for line in sys.stdin.read().splitlines():
    version, expression = line.split(' ', 1)
    out = io.BytesIO()
    np.lib.format.write_array(out, eval(expression), version=(int(version), 0), allow_pickle=True)
    print(out.getvalue().hex())`;
/** Takes a file a line, in hexadecimal; prints what numpy reads. */
const LOAD = `import sys, io, numpy as np
for line in sys.stdin.read().splitlines():
    a = np.load(io.BytesIO(bytes.fromhex(line)))
    print(repr(a), a.shape, a.dtype.str, a.flags.f_contiguous)`;

const lines = (program: string, input: readonly string[]) =>
  python(['-W', 'ignore', '-c', program], input.join('\n'));
const saved = (...input: string[]) =>
  lines(SAVE, input)
    .trimEnd()
    .split('\n')
    .map((hex) => Buffer.from(hex, 'hex'));
const hex = (array: NdArray) => Buffer.concat(writeNpy(array)).toString('hex');
const arrays = (...expressions: string[]) =>
  pickledAll(expressions.map((one) => [one, 5])).map((pickle) => decodePickle(pickle) as NdArray);
const badFile = (message: RegExp) => ({ name: 'CodecError', code: 'BAD_FILE', message });

test('numpy loads what is written, and what numpy saves is read, of every version', () => {
  const expected = lines(
    LOAD,
    saved(...ARRAYS.map((one) => `1 ${one}`)).map((file) => file.toString('hex')),
  );
  assert.equal(lines(LOAD, arrays(...ARRAYS).map(hex)), expected);
  for (const version of [1, 2, 3]) {
    const read = saved(...ARRAYS.map((one) => `${version} ${one}`)).map(readNpy);
    assert.equal(lines(LOAD, read.map(hex)), expected, `version ${version}`);
  }
});

test('the elements begin at a multiple of 64 bytes', () => {
  for (const array of arrays(...ARRAYS)) assert.equal(writeNpy(array)[0]?.length, 128);
});

test('arrays of objects and of fields are not written as npy', () => {
  const [objects, fields] = arrays('np.array([None, 1])', 'np.zeros(2, dtype=[("a", "i4")])');
  assert.throws(() => writeNpy(objects as NdArray), badFile(/^an array of object cannot be written as npy$/));
  assert.throws(() => writeNpy(fields as NdArray), badFile(/cannot be written as npy$/));
});

test('what is no npy file of a plain array is refused', () => {
  const [good, objects] = saved('1 np.arange(3)', '1 np.array([None])') as [Buffer, Buffer];
  const unknown = Buffer.from(good);
  unknown[6] = 4;
  assert.throws(() => readNpy(Buffer.from('PK')), badFile(/it does not begin as one$/));
  assert.throws(() => readNpy(unknown), badFile(/it does not begin as one$/));
  assert.throws(() => readNpy(objects), badFile(/its header "\{'descr': '\|O'.*" says no plain array$/));
  assert.throws(
    () => readNpy(good.subarray(0, -1)),
    badFile(/it has 23 bytes of elements, not those of 3,$/),
  );
});
