import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CodecError } from '../../codec/errors.ts';
import { scanPickle } from '../../codec/pickle/scan.ts';
import { splicePickledDict, splicePickledDictInSlices } from '../../codec/pickle/splice.ts';
import { testSeed } from '../seed.ts';
import { kindSamples } from './kind-samples.ts';
import { python, pythonLines } from './python.ts';
import { Random } from './random.ts';
import { RandomPickle } from './random-pickle.ts';

const PYTHON2 = join(import.meta.dirname, '../fixtures/pickle/python2.json');
const PROGRAMS = 10_000;
const PROGRAMS_A_DICT = 10;

function spliceAll(pickles: readonly Buffer[], lowerProtocol: boolean): string {
  const entries = pickles.map((pickle, at) => ({ name: `v${at}`, pickle }));
  const spliced = splicePickledDict(entries, { lowerProtocol });
  const whole = spliced.toBuffer();
  assert.equal(whole.length, spliced.byteLength);
  assert.equal(scanPickle(whole).trailing, 0);
  const base64 = pickles.map((pickle) => pickle.toString('base64'));
  return JSON.stringify({ pickles: base64, spliced: whole.toString('base64') });
}

test('random programs, spliced ten at a time, load as they do alone on both unpicklers', (t) => {
  const random = new Random(testSeed());
  t.diagnostic(`seed ${random.seed}; replay with HEADFRAME_SEED=${random.seed}`);
  const lines: string[] = [];
  for (let dict = 0; dict < PROGRAMS / PROGRAMS_A_DICT; dict++) {
    const pickles = Array.from({ length: PROGRAMS_A_DICT }, () => new RandomPickle(random).write());
    lines.push(spliceAll(pickles, random.oneIn(2)));
  }
  const answers = pythonLines(['compare-splice.py'], lines.join('\n'));
  assert.deepEqual(answers, [{ compared: 2 * PROGRAMS }]);
});

test('real pickles of all protocols, by pickle and cloudpickle, load from one dict as they do alone', () => {
  const samples = kindSamples();
  const pickles = samples
    .filter(({ label }) => !/^(long|pair of long|records|function|class|object)/.test(label))
    .flatMap((sample) => sample.pickles.map((pickle) => Buffer.from(pickle, 'base64')));
  assert.ok(pickles.length > 600);
  const answers = pythonLines(['compare-splice.py'], spliceAll(pickles, false));
  assert.deepEqual(answers, [{ compared: 2 * pickles.length }]);
});

test("Python 2's pickles load from one dict as they do alone, old-style instances too", () => {
  const { pickles } = JSON.parse(readFileSync(PYTHON2, 'utf8')) as { pickles: string[] };
  const decoded = pickles.map((hex) => Buffer.from(hex, 'hex'));
  const answers = pythonLines(['compare-splice.py'], spliceAll(decoded, false));
  assert.deepEqual(answers, [{ compared: 2 * pickles.length }]);
});

test('a splice of splices loads, and pickles too busy to keep their edits are walked again', () => {
  const code = `
import pickle, sys
rows = [{'id': i, 'name': 'n%d' % i, 'shared': ('a', 'b')} for i in range(3000)]
for protocol in (0, 2, 4): sys.stdout.buffer.write(pickle.dumps(rows, protocol).hex().encode() + b'\\n')
`;
  const pickles = python(['-c', code])
    .trim()
    .split('\n')
    .map((hex) => Buffer.from(hex, 'hex'));
  for (const pickle of pickles) assert.equal(scanPickle(pickle).relocation.edits, undefined);
  const inner = splicePickledDict(pickles.map((pickle, at) => ({ name: `v${at}`, pickle }))).toBuffer();
  const answers = pythonLines(['compare-splice.py'], spliceAll([...pickles, inner, inner], false));
  assert.deepEqual(answers, [{ compared: 10 }]);
});

test('pieces, slices and kept scans give the same bytes', async () => {
  const random = new Random(7);
  const entries = Array.from({ length: 50 }, (_, at) => ({
    name: `v${at}`,
    pickle: new RandomPickle(random).write(),
  }));
  entries.push({
    name: 'big',
    pickle: Buffer.concat([
      Buffer.from('\x80\x05\x8e\x20\xa1\x07\0\0\0\0\0', 'latin1'),
      Buffer.alloc(500_000, 0x2e),
      Buffer.from('.'),
    ]),
  });
  const spliced = splicePickledDict(entries);
  const whole = spliced.toBuffer();
  assert.deepEqual(Buffer.concat([...spliced.chunks()]), whole);
  assert.deepEqual((await splicePickledDictInSlices(entries)).toBuffer(), whole);
  const scanned = entries.map((entry) => ({ ...entry, scan: scanPickle(entry.pickle) }));
  assert.deepEqual(splicePickledDict(scanned).toBuffer(), whole);
});

test('an empty dict, and names of any text', () => {
  const names = ['', 'π', '变量', 'a"b', '\0', 'x'.repeat(300), '\ufeffbom'];
  const spliced = splicePickledDict(names.map((name) => ({ name, pickle: Buffer.from('N.') }))).toBuffer();
  const empty = splicePickledDict([]).toBuffer();
  const code =
    'import json, pickle, sys; print(json.dumps([list(pickle.loads(bytes.fromhex(h))) for h in sys.stdin.read().split()]))';
  const loaded = JSON.parse(python(['-c', code], `${spliced.toString('hex')} ${empty.toString('hex')}`));
  assert.deepEqual(loaded, [names, []]);
});

test('the header is protocol 4 on demand, unless an opcode needs 5', () => {
  const p5 = { name: 'a', pickle: Buffer.from('\x80\x05N.', 'latin1') };
  const array = { name: 'b', pickle: Buffer.from('\x80\x05\x96\0\0\0\0\0\0\0\0.', 'latin1') };
  assert.equal(splicePickledDict([p5]).protocol, 5);
  assert.equal(splicePickledDict([p5], { lowerProtocol: true }).protocol, 4);
  assert.equal(splicePickledDict([p5, array], { lowerProtocol: true }).protocol, 5);
});

test('what cannot be part of a dict is refused with its name', () => {
  const cases: [string, string, CodecError['code'], string][] = [
    ['x', 'N', 'BAD_PICKLE', 'Variable "x": The pickle ends without STOP (at byte 1)'],
    ['y', '\x80\x05\x97.', 'NEEDS_BUFFERS', 'Variable "y": its pickle wants 1 out-of-band buffers'],
    ['z', 'Pid\n.', 'NEEDS_PERSISTENT_ID', 'Variable "z": its pickle has persistent ids'],
    ['\ud800', 'N.', 'BAD_PICKLE', 'The name "\\ud800" has a lone surrogate'],
  ];
  for (const [name, pickle, code, message] of cases) {
    assert.throws(() => splicePickledDict([{ name, pickle: Buffer.from(pickle, 'latin1') }]), {
      name: 'CodecError',
      code,
      message,
    });
  }
});

test('a splice in slices refuses what it refuses at once, and yields between large pickles', async () => {
  const broken = { name: 'x', pickle: Buffer.from('N') };
  await assert.rejects(splicePickledDictInSlices([broken]), {
    name: 'CodecError',
    code: 'BAD_PICKLE',
    message: 'Variable "x": The pickle ends without STOP (at byte 1)',
  });
  const many = Buffer.from(`(${'N'.repeat(60_000)}l.`);
  const entries = [
    { name: 'a', pickle: many },
    { name: 'b', pickle: many },
  ];
  const inSlices = await splicePickledDictInSlices(entries);
  assert.deepEqual(inSlices.toBuffer(), splicePickledDict(entries).toBuffer());
});

test('1000 small variables are one piece after another, none above 64 KiB', () => {
  const tuple = Buffer.from('\x80\x04\x8c\x05value\x94\x8c\x02\x93\x94\x94\x86\x94h\x00\x86.', 'latin1');
  const text = Buffer.from(`\x80\x04X\xe8\x03\0\0${'x'.repeat(1000)}\x94.`, 'latin1');
  const entries = Array.from({ length: 1000 }, (_, at) => ({
    name: `variable${at}`,
    pickle: at % 2 === 0 ? tuple : text,
  }));
  const pieces = [...splicePickledDict(entries).chunks()];
  for (const piece of pieces) assert.ok(piece.length <= 65_536);
  assert.ok(pieces.length > 8, `${pieces.length} pieces`);
});
