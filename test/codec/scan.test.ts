import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PickleLimits } from '../../codec/pickle/limits.ts';
import { scanPickle, scanPickleInSlices } from '../../codec/pickle/scan.ts';
import { PickleScanner } from '../../codec/pickle/scanner.ts';
import { pythonLines } from './python.ts';
import { Random } from './random.ts';
import { RandomPickle } from './random-pickle.ts';

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

/** Real pickles with what CPython and pickletools tell about them. */
const FACTS = `
import base64, collections, datetime, decimal, io, json, pickle, pickletools
import numpy as np, pandas as pd
rec = []; rec.append(rec)
loop = {}; loop['self'] = (loop, [loop])
values = [None, True, -1, 255, 65536, -2**31, 2**63, -2**4000, 1.5, float('inf'), 'a', '', '变量\\n\\\\u0041', '\\ud800', 'x' * 70_000,
    b'', b'.' * 300, bytearray(b'\\x80'), [], [1], list(range(3000)), (), (1,), (1, 2, 3, 4), {}, {1: [2]}, set(), {1}, frozenset([1]),
    rec, loop, 1j, range(3), slice(1), ..., collections.OrderedDict(a=1), collections.deque([1]), datetime.datetime(2020, 1, 1),
    decimal.Decimal(1), np.arange(6.).reshape(2, 3), np.array(['a', None], object), np.float32(1), pd.DataFrame({'a': [1], 'b': ['x']}),
    [str(i) for i in range(5000)], {str(i): (i, 'shared') for i in range(5000)}, 'big ' * 50_000, int, len, ValueError('x')]
for value in values:
    for protocol in range(6):
        for dumps in (pickle.dumps, pickle._dumps):
            data = dumps(value, protocol)
            ops = list(pickletools.genops(data))
            unpickler = pickle._Unpickler(io.BytesIO(data))
            unpickler.load()
            names = {op.name for op, _, _ in ops}
            print(json.dumps({'pickle': base64.b64encode(data + b'trailing').decode(), 'opcodes': len(ops), 'end': len(data),
                'protocol': protocol if protocol > 1 else 0, 'opcodeProtocol': max(op.proto for op, _, _ in ops),
                'memoCount': len(unpickler.memo), 'hasGlobals': bool(names & {'GLOBAL', 'STACK_GLOBAL', 'INST'})}))
`;

interface Facts {
  pickle: string;
  opcodes: number;
  end: number;
  protocol: number;
  opcodeProtocol: number;
  memoCount: number;
  hasGlobals: boolean;
}

test('real pickles of all protocols, from C and pure Python: the scan tells what CPython tells', () => {
  const rows = pythonLines<Facts>(['-c', FACTS]);
  assert.ok(rows.length > 500);
  for (const { pickle, ...facts } of rows) {
    const scan = scanPickle(Buffer.from(pickle, 'base64'));
    const { opcodes, end, protocol, opcodeProtocol, memoCount, hasGlobals } = scan;
    assert.deepEqual({ opcodes, end, protocol, opcodeProtocol, memoCount, hasGlobals }, facts);
    assert.equal(scan.trailing, 'trailing'.length);
    assert.equal(scan.frameViolation, undefined);
    assert.equal(scan.hasLegacyGlobals, hasGlobals && protocol < 3);
  }
});

test('a scan in steps of any size, or in slices, finds the same', async () => {
  const random = new Random(11);
  for (let program = 0; program < 200; program++) {
    const pickle = new RandomPickle(random).write();
    const whole = scanPickle(pickle);
    const scanner = new PickleScanner(pickle);
    let steps = 1;
    while (!scanner.step(1)) steps++;
    assert.deepEqual(scanner.result, whole);
    assert.equal(steps, whole.opcodes);
    assert.deepEqual(await scanPickleInSlices(pickle), whole);
  }
});

test('runs of one opcode are counted to the last one, whatever ends them', () => {
  const number = 'G\0\0\0\0\0\0\0\0';
  // Texts of 15 bytes take as many bytes as the codes of their layouts.
  const texts = [15, 3, 0, 15, 2, 15].map((length, at) => {
    const head = at < 3 ? `\x8c${String.fromCharCode(length)}` : `X${String.fromCharCode(length)}\0\0\0`;
    return head + 't'.repeat(length);
  });
  const pickle = bytes(`\x80\x04](${number.repeat(5)}${texts.join('')}\x94K\x01K\x02\x94\x94${number}e.`);
  const scan = scanPickle(pickle);
  assert.equal(scan.opcodes, 22);
  assert.equal(scan.memoCount, 3);
  for (let most = 1; most <= 22; most++) {
    const scanner = new PickleScanner(pickle);
    let steps = 1;
    while (!scanner.step(most)) steps++;
    assert.equal(steps, Math.ceil(22 / most));
    assert.deepEqual(scanner.result, scan);
  }
  assert.throws(() => scanPickle(pickle, { maxOpcodes: 21 }), { code: 'TOO_LARGE' });
  // A frame that ends within a number, and one that ends after it.
  const framed = (length: number) =>
    bytes(`\x80\x04](\x95${String.fromCharCode(length)}\0\0\0\0\0\0\0${number.repeat(3)}e.`);
  assert.equal(scanPickle(framed(18)).frameViolation, undefined);
  assert.equal(scanPickle(framed(17)).frameViolation, 22);
});

test('a result asked for too early is an error', () => {
  assert.throws(() => new PickleScanner(bytes('N.')).result, {
    message: 'The scan has not reached STOP yet',
  });
});

test('needs: buffers, persistent ids and extensions are told, not refused', () => {
  assert.deepEqual(scanPickle(bytes('\x80\x05\x97\x97\x98\x86.')).needs, {
    buffers: 2,
    persistentIds: false,
    extensions: false,
  });
  assert.deepEqual(scanPickle(bytes('Pid\n.')).needs, { buffers: 0, persistentIds: true, extensions: false });
  assert.deepEqual(scanPickle(bytes('NQ.')).needs, { buffers: 0, persistentIds: true, extensions: false });
  assert.deepEqual(scanPickle(bytes('\x80\x02\x82\x01.')).needs, {
    buffers: 0,
    persistentIds: false,
    extensions: true,
  });
});

test('broken pickles are refused with what is wrong and where', () => {
  const cases: [string, string][] = [
    ['', 'The pickle ends without STOP (at byte 0)'],
    ['N', 'The pickle ends without STOP (at byte 1)'],
    ['\xff.', '0xff is no pickle opcode (at byte 0)'],
    ['\x80\x06N.', 'Pickle protocol 6 is unknown (at byte 0)'],
    ['B\xfb\xff\xff\xff.', 'BINBYTES needs 4294967291 bytes, but the pickle ends (at byte 0)'],
    [
      '\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.',
      'BINBYTES8 needs 9223372036854776000 bytes, but the pickle ends (at byte 0)',
    ],
    ['\x8c\x05abc.', 'SHORT_BINUNICODE needs 5 bytes, but the pickle ends (at byte 0)'],
    ['T\xfb\xff\xff\xff.', 'BINSTRING has a negative length (at byte 0)'],
    ['\x8b\xff\xff\xff\xff.', 'LONG4 has a negative length (at byte 0)'],
    ['J\0\0', 'BININT needs 4 bytes, but the pickle ends (at byte 0)'],
    ['I1', 'A line of INT has no end (at byte 0)'],
    ['cos\n', 'A line of GLOBAL has no end (at byte 0)'],
    ['I0x10\n.', 'The text of an integer is no number (at byte 0)'],
    ['I\n.', 'The text of an integer is no number (at byte 0)'],
    ['L12M\n.', 'The text of an integer is no number (at byte 0)'],
    ['Fone\n.', 'The text of FLOAT is no number (at byte 0)'],
    ["S'abc\n.", 'The text of STRING is not quoted (at byte 0)'],
    ['a.', 'APPEND finds too few objects on the stack (at byte 0)'],
    ['](a.', 'APPEND finds too few objects on the stack (at byte 2)'],
    ['0N.', 'POP finds too few objects on the stack (at byte 0)'],
    ['(e.', 'APPENDS finds too few objects on the stack (at byte 1)'],
    ['t.', 'TUPLE finds no mark (at byte 0)'],
    ['}(NNNu.', 'SETITEMS has a key without a value (at byte 5)'],
    ['(NNNd.', 'DICT has a key without a value (at byte 4)'],
    ['(o.', 'OBJ finds no class (at byte 1)'],
    ['NN.', 'STOP finds more than one object on the stack (at byte 2)'],
    ['(N.', 'STOP finds a mark that was never closed (at byte 2)'],
    ['(.', 'STOP finds too few objects on the stack (at byte 1)'],
    ['h\x00.', 'Nothing was put into the memo at index 0 (at byte 0)'],
    ['Np5\n0g4\n.', 'Nothing was put into the memo at index 4 (at byte 5)'],
    ['Np-1\n.', 'A memo index is no number (at byte 1)'],
    ['q\x00.', 'BINPUT finds too few objects on the stack (at byte 0)'],
    ['\x94N.', 'MEMOIZE finds too few objects on the stack (at byte 0)'],
    ['\x95\x05\0\0\0\0\0\0\0N.', 'A frame of 5 bytes exceeds the pickle (at byte 0)'],
  ];
  for (const [pickle, message] of cases) {
    assert.throws(
      () => scanPickle(bytes(pickle)),
      { name: 'CodecError', code: 'BAD_PICKLE', message },
      pickle,
    );
  }
});

test('POP on an empty stack takes the mark, as in CPython', () => {
  assert.equal(scanPickle(bytes('(0N.')).opcodes, 4);
});

test('the memo index of MEMOIZE is the number of indices set, not the next after the last', () => {
  assert.equal(scanPickle(bytes('Np5\n\x94\x94.')).memoCount, 3);
  assert.equal(scanPickle(bytes('Np1\n\x940h\x01.')).memoCount, 1);
  assert.throws(() => scanPickle(bytes('Np5\n\x940h\x06.')), { code: 'BAD_PICKLE' });
});

test('frames: an opcode across an end and a frame inside a frame are told by offset', () => {
  const frame = (length: number) => `\x95${String.fromCharCode(length)}\0\0\0\0\0\0\0`;
  assert.equal(scanPickle(bytes(`${frame(2)}J\0\0\0\0.`)).frameViolation, 9);
  assert.equal(scanPickle(bytes(`${frame(11)}N${frame(2)}0N.`)).frameViolation, 10);
  assert.equal(scanPickle(bytes(`${frame(5)}J\0\0\0\0.`)).frameViolation, undefined);
  assert.equal(scanPickle(bytes(`${frame(0)}${frame(2)}N.`)).frameViolation, undefined);
});

test('each limit holds to the unit', () => {
  const cases: [keyof PickleLimits, string, number][] = [
    ['maxBytes', 'K\x01.', 3],
    ['maxOpcodes', 'NNN00.', 6],
    ['maxDepth', '(((111N.', 3],
    ['maxMemo', 'N\x94\x94\x94.', 3],
    ['maxMemo', 'Np9\np7\np5\n.', 3],
    ['maxIntegerBytes', '\x8a\x05abcde.', 5],
    ['maxIntegerBytes', 'L-123456L\n.', 2],
  ];
  for (const [limit, pickle, value] of cases) {
    assert.equal(scanPickle(bytes(pickle), { [limit]: value }).trailing, 0);
    assert.equal(scanPickle(bytes(pickle), { [limit]: value + 1 }).trailing, 0);
    const message = new RegExp(`^The pickle exceeds the limit ${limit} = ${value - 1}`);
    assert.throws(() => scanPickle(bytes(pickle), { [limit]: value - 1 }), { code: 'TOO_LARGE', message });
  }
});
