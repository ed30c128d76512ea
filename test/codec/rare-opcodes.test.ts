import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { ItemDecoder } from '../../codec/pickle/decode-items.ts';
import { decodeUtf8 } from '../../codec/pickle/decode-text.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { inPieces } from '../../codec/pickle/pieces.ts';
import { PyGlobal, PyObject } from '../../codec/pickle/values.ts';
import { python } from './python.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const badPickle = (message: RegExp) => ({ name: 'CodecError', code: 'BAD_PICKLE', message });

/** The `repr` of what Python loads from each pickle. */
function loadedByPython(pickles: readonly Buffer[]): string[] {
  const program =
    'import sys, pickle\nfor line in sys.stdin: print(repr(pickle.loads(bytes.fromhex(line.strip()))))';
  const input = pickles.map((pickle) => pickle.toString('hex')).join('\n');
  return python(['-c', program], input).trimEnd().split('\n');
}

/** Opcodes that no pickler of Python 3 writes, or only for gigabytes. */
const RARE = [
  // INST, OBJ.
  "(S'1.5'\nidecimal\nDecimal\n.",
  '(icollections\nOrderedDict\n.',
  "(cdecimal\nDecimal\nS'1.5'\no.",
  '(ccollections\nOrderedDict\no.',
  // BINBYTES8, BINUNICODE8, BYTEARRAY8.
  `\x80\x04\x8e\x03${'\0'.repeat(7)}abc.`,
  `\x80\x04\x8d\x03${'\0'.repeat(7)}a\xc3\xa9.`,
  `\x80\x05\x96\x03${'\0'.repeat(7)}abc.`,
  // NEWOBJ_EX with keywords and without.
  '\x80\x04cdecimal\nDecimal\n)}U\x05valueU\x031.5s\x92.',
  '\x80\x04cdecimal\nDecimal\n\x8c\x031.5\x85}\x92.',
];

test('opcodes that Python writes rarely give what Python loads from them', () => {
  const pickles = RARE.map(bytes);
  const written = pickles.map((pickle) => encodePickle(decodePickle(pickle)));
  assert.deepEqual(loadedByPython(written), loadedByPython(pickles));
});

test('more than 256 objects that are referred to later keep their identity', () => {
  const lists = Array.from({ length: 300 }, (_, i) => [i]);
  const written = encodePickle([lists, lists]);
  const [first, second] = decodePickle(written) as [unknown[], unknown[]];
  assert.equal(first, second);
  const mixed = decodePickle(encodePickle([...lists, ...lists])) as unknown[];
  assert.ok(lists.every((_, i) => mixed[i] === mixed[300 + i]));
  assert.deepEqual(mixed[299], [299]);
});

test('keyword arguments are written for a new object, and refused for a call', () => {
  const kwargs = new Map([['value', '1.5']]);
  const decimal = new PyGlobal('decimal', 'Decimal');
  assert.deepEqual(loadedByPython([encodePickle(new PyObject(decimal, [], 'new', kwargs))]), [
    "Decimal('1.5')",
  ]);
  assert.throws(() => encodePickle(new PyObject(decimal, [], 'call', kwargs)), {
    name: 'CodecError',
    code: 'NOT_CONVERTIBLE',
    message: 'A call with keyword arguments cannot be written as data',
  });
});

test('operations that do not fit what they are done to are refused', () => {
  const pickles: readonly (readonly [text: string, message: RegExp])[] = [
    ['\x80\x04](K\x01\x90.', /^Items are added to something that is no set/],
    ['\x80\x04cdecimal\nDecimal\n)]\x92.', /^A call has keyword arguments that are not a dict/],
    ['\x80\x04cdecimal\nDecimal\n]\x81.', /^A call has arguments that are not a tuple/],
    ['\x80\x04}(K\x01e.', /^Items are appended to something that is no list/],
    ['\x80\x04](K\x01K\x02u.', /^Items are set on something that is no dict/],
    ['\x80\x04]Nb.', /^A state is set on something that has none/],
    ['\x80\x04K\x01K\x02\x93.', /^STACK_GLOBAL needs two texts/],
  ];
  for (const [text, message] of pickles) assert.throws(() => decodePickle(bytes(text)), badPickle(message));
});

test('a run of items holds nothing else', () => {
  const decoder = new ItemDecoder(bytes('K\x01]'));
  assert.deepEqual(decoder.decode(0, 1, []), [1]);
  assert.throws(() => decoder.decode(0, 2, []), badPickle(/^A run of items has something else in it/));
});

test('what is longer than any string, or any buffer, is refused before it is read', () => {
  const tooLarge = (message: RegExp) => ({ name: 'CodecError', code: 'TOO_LARGE', message });
  const length = 2 ** 29;
  assert.throws(() => decodeUtf8(new Uint8Array(length)), tooLarge(/^A text of 536870912 bytes exceeds/));
  const pieces = inPieces(Number.MAX_SAFE_INTEGER, () => []);
  assert.throws(() => pieces.toBuffer(), tooLarge(/^The pickle has 9007199254740991 bytes; a buffer holds/));
});
