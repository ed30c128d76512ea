import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWindow } from '../../codec/byte-window.ts';
import { Op } from '../../codec/pickle/opcodes.ts';
import { scanPickle, scanPickleInSlices } from '../../codec/pickle/scan.ts';
import { PickleScanner } from '../../codec/pickle/scanner.ts';
import { testSeed } from '../seed.ts';
import { Random } from './random.ts';
import { RandomPickle } from './random-pickle.ts';
import { sourceOf } from './source.ts';

/** Holds the longest line: what a float's text may be is 1100 bytes. */
const WINDOW_BYTES = 1200;
const LIMITS = { maxIntegerBytes: 300 };

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const u32 = (value: number) => latin1(String.fromCharCode(value & 255, value >> 8, 0, 0));
const u64 = (value: number) => Buffer.concat([u32(value), Buffer.alloc(4)]);

/** One of each kind of token with its operand, short and beyond a window. */
const TOKENS: readonly (readonly [name: string, token: Buffer])[] = [
  ['BININT', latin1('J\x01\x02\x03\x04')],
  ['BINFLOAT', latin1('G\0\0\0\0\0\0\0\0')],
  ['INT', latin1('I-123456789\n')],
  ['INT of many digits', latin1(`I${'7'.repeat(890)}\n`)],
  ['LONG', latin1(`L${'9'.repeat(899)}L\n`)],
  ['LONG with too many digits', latin1(`L${'9'.repeat(5000)}L\n`)],
  ['LONG that is no number', latin1('L12M\n')],
  ['FLOAT', latin1('F-1.25e+100\n')],
  ['FLOAT that is too long', latin1(`F${'1'.repeat(4000)}\n`)],
  ['STRING', latin1("S'text'\n")],
  ['STRING beyond a window', latin1(`S'${'x'.repeat(3000)}'\n`)],
  ['STRING beyond a window, not closed', latin1(`S'${'x'.repeat(3000)}\n`)],
  ['UNICODE', latin1('Vtext\n')],
  ['UNICODE beyond a window', latin1(`V${'x'.repeat(5000)}\n`)],
  ['SHORT_BINUNICODE', latin1(`\x8c\xff${'s'.repeat(255)}`)],
  ['BINUNICODE beyond a window', Buffer.concat([latin1('X'), u32(4000), Buffer.alloc(4000, '.')])],
  ['BINUNICODE8', Buffer.concat([latin1('\x8d'), u64(20), Buffer.alloc(20, 0x0a)])],
  ['BINBYTES8 beyond a window', Buffer.concat([latin1('\x8e'), u64(4000), Buffer.alloc(4000, '.')])],
  ['BYTEARRAY8', Buffer.concat([latin1('\x96'), u64(30), Buffer.alloc(30, 0xff)])],
  ['LONG1', latin1('\x8a\x03abc')],
  ['LONG4', Buffer.concat([latin1('\x8b'), u32(290), Buffer.alloc(290)])],
  ['LONG4 with too many bytes', Buffer.concat([latin1('\x8b'), u32(1500), Buffer.alloc(1500)])],
  ['BINSTRING', Buffer.concat([latin1('T'), u32(10), Buffer.alloc(10)])],
  ['BINSTRING of a negative length', latin1('T\xff\xff\xff\xff')],
  ['GLOBAL', latin1('cbuiltins\nlist\n')],
  ['GLOBAL beyond a window', latin1(`c${'m'.repeat(2500)}\n${'n'.repeat(2500)}\n`)],
  ['INST', latin1('(ibuiltins\nlist\n')],
  ['PERSID', latin1('Pan id\n')],
  ['EXT4', latin1('\x84\x01\0\0\0')],
  ['PUT and GET', latin1('Np12345\n0g12345\n')],
  ['PUT with too many digits', latin1(`Np${'1'.repeat(3000)}\n`)],
  ['LONG_BINPUT and LONG_BINGET', latin1('Nr\x05\0\x01\x000j\x05\0\x01\0')],
  ['GET of nothing', latin1('h\x63')],
  ['FRAME', Buffer.concat([latin1('\x95'), u64(12), latin1('\x8c\x0aaaaaaaaaaa')])],
  ['FRAME that ends within an opcode', Buffer.concat([latin1('\x95'), u64(5), latin1('\x8c\x0aaaaaaaaaaa')])],
  ['FRAME beyond the pickle', Buffer.concat([latin1('\x95'), u64(60_000), latin1('N')])],
  ['PROTO', latin1('\x80\x05N')],
  ['a byte that is no opcode', latin1('\xff')],
];

/** What a scan finds, or what is wrong. */
function outcome(scan: () => unknown): unknown {
  try {
    return scan();
  } catch (error) {
    return String(error);
  }
}

function scanThroughWindow(pickle: Uint8Array): unknown {
  const scanner = new PickleScanner(new ByteWindow(sourceOf(pickle), WINDOW_BYTES), LIMITS);
  while (!scanner.step(7)) assert.ok(scanner.position <= pickle.length);
  return scanner.result;
}

const TEXT = `\x8c\x3c${' '.repeat(60)}0`;

/** Texts and numbers, together so many bytes, each taken from the stack again. */
function padding(bytes: number): Buffer {
  const texts = Math.floor((bytes - 6) / TEXT.length);
  const rest = bytes - texts * TEXT.length;
  const numbers = 'K\x010'.repeat(Math.floor(rest / 3) - 1);
  return latin1(TEXT.repeat(texts) + numbers + ['K\x010', '\x8c\x01 0', '\x8c\x02  0'][rest % 3]);
}

for (const [name, token] of TOKENS) {
  test(`a window may end anywhere in ${name}: the scan is the same`, () => {
    const reach = Math.min(token.length, 40);
    for (let before = WINDOW_BYTES - reach - 12; before <= WINDOW_BYTES + 4; before++) {
      for (const end of ['0N.', '.', '', 'N.trailing']) {
        const head = latin1('\x80\x04');
        const pickle = Buffer.concat([head, padding(before - head.length), token, latin1(end)]);
        assert.deepEqual(
          outcome(() => scanThroughWindow(pickle)),
          outcome(() => scanPickle(pickle, LIMITS)),
          `${before} bytes before it, then ${end}`,
        );
      }
    }
  });
}

test('random programs, cut short and damaged ones too, are scanned the same through a window', () => {
  const random = new Random(testSeed());
  const texts = Array.from({ length: 5 }, (_, index) => padding(WINDOW_BYTES - 40 * index));
  for (let program = 0; program < 2000; program++) {
    const pickle = Buffer.concat([random.pick(texts), new RandomPickle(random).write()]);
    if (random.oneIn(2)) pickle[random.below(pickle.length)] = random.below(256);
    const cut = random.oneIn(3) ? pickle.subarray(0, random.below(pickle.length)) : pickle;
    assert.deepEqual(
      outcome(() => scanThroughWindow(cut)),
      outcome(() => scanPickle(cut, LIMITS)),
      `seed ${random.seed}, program ${program}`,
    );
  }
});

test('a source is scanned in slices as its bytes are, and what it throws is thrown', async () => {
  const numbers = Buffer.alloc(5_000_000, latin1('K\x01'));
  const pickle = Buffer.concat([latin1('\x80\x04('), numbers, latin1('t.')]);
  assert.equal(pickle.at(-1), Op.STOP);
  assert.deepEqual(await scanPickleInSlices(sourceOf(pickle)), scanPickle(pickle));
  const broken = {
    length: pickle.length,
    read: (_into: Uint8Array, position: number) => {
      if (position > 0) throw new Error('the disk is gone');
      _into.set(pickle.subarray(0, _into.length));
    },
  };
  await assert.rejects(scanPickleInSlices(broken), { message: 'the disk is gone' });
});
