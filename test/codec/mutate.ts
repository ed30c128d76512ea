import type { Random } from './random.ts';

/** Opcodes and text that make a mutation more likely to mean something. */
const TASTY = [
  '(',
  't',
  'R',
  'b',
  '0',
  '1',
  '2',
  'e',
  'u',
  '.',
  '\x93',
  '\x94',
  '\x81',
  'h\x00',
  'q\x01',
  'cos\nabort\n',
  ')',
];

/** A copy with one to four changes: bytes replaced, removed, repeated, opcodes inserted, a piece of another taken over. */
export function mutate(random: Random, source: Buffer, others: readonly Buffer[]): Buffer {
  let bytes = Buffer.from(source);
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + 1 + random.below(12));
    const other = random.pick(others);
    const from = random.below(other.length);
    const middle = random.pick([
      () => Buffer.from([random.below(256)]),
      () => Buffer.alloc(0),
      () => Buffer.concat([bytes.subarray(at, to), bytes.subarray(at, to)]),
      () => Buffer.concat([Buffer.from(random.pick(TASTY), 'latin1'), bytes.subarray(at, to)]),
      () => other.subarray(from, from + 1 + random.below(40)),
    ])();
    bytes = Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(to)]);
  }
  return bytes;
}
