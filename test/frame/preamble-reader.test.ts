import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameError, PreambleReader, TextPacketReader } from '../../codec/frame/index.ts';
import { fc } from '../property.ts';
import { cut, oneByOne, places, readAll } from './cutting.ts';

const SHORT =
  '{"timestamp": 1795371783.88, "name": "An {onym}ous PMEND \\"x", "contents": "", "method": "request_data"}';
const LONG = '{"method": "start_long_connection", "name": "cli1", "params": [], "id": 0}';
const REQUEST = '{"method": "read_p", "params": ["x"]}';

/** Reads preamble and packets as a connection would: the rest of the preamble's chunk is read as packets. */
function converse(chunks: readonly Buffer[]): { preamble: string | undefined; packets: string[] } {
  const preambles = new PreambleReader();
  const packets = new TextPacketReader({ dropLeadingTerminator: true });
  let preamble: string | undefined;
  const texts: string[] = [];
  for (const chunk of chunks) {
    if (preamble !== undefined) {
      texts.push(...readAll(packets, [chunk]));
      continue;
    }
    const read = preambles.push(chunk);
    if (read === undefined) continue;
    preamble = read.bytes.toString();
    texts.push(...readAll(packets, [read.rest]));
  }
  return { preamble, packets: texts };
}

test('a preamble ends with its closing brace, with no terminator to wait for', () => {
  const reader = new PreambleReader();
  assert.equal(reader.push(Buffer.from(SHORT.slice(0, -1))), undefined);
  const preamble = reader.push(Buffer.from('}'));
  assert.equal(preamble?.bytes.toString(), SHORT);
  assert.equal(preamble.rest.length, 0);
});

for (const preamble of [SHORT, LONG]) {
  for (const terminator of ['', 'PMEND', '\nPMEND\n']) {
    test(`preamble + ${JSON.stringify(terminator)} + requests, cut anywhere: ${preamble.slice(0, 24)}`, () => {
      const sent = Buffer.from(`${preamble}${terminator}${REQUEST}PMEND${REQUEST}PMEND`);
      const expected = { preamble, packets: [REQUEST, REQUEST] };
      assert.deepEqual(converse([Buffer.from(sent)]), expected);
      assert.deepEqual(converse(oneByOne(sent)), expected);
      fc.assert(
        fc.property(places, (cuts) => assert.deepEqual(converse(cut(sent, cuts)), expected)),
        { numRuns: 100 },
      );
    });
  }
}

for (const [sent, bytes, rest] of [
  ['{"a" x} more', '{"a" x', '} more'],
  ['{"a": 1PMEND{}PMEND', '{"a": 1', '{}PMEND'],
  ['{]PMEND', '{]', 'PMEND'],
  ['{"a": {"b": [{}]}}{', '{"a": {"b": [{}]}}', '{'],
] as const) {
  test(`${sent} ends after ${bytes}`, () => {
    const preamble = new PreambleReader().push(Buffer.from(sent));
    assert.deepEqual([preamble?.bytes.toString(), preamble?.rest.toString()], [bytes, rest]);
  });
}

test('a preamble of the limit is taken, one byte more is refused', () => {
  const text = `{"name": "${'x'.repeat(88)}"}`;
  assert.equal(text.length, 100);
  assert.equal(new PreambleReader(100).push(Buffer.from(text))?.bytes.length, 100);
  const reader = new PreambleReader(99);
  assert.equal(reader.push(Buffer.from(text.slice(0, 99))), undefined);
  assert.throws(
    () => reader.push(Buffer.from('}')),
    (error) =>
      error instanceof FrameError &&
      error.code === 'PACKET_TOO_LARGE' &&
      /limit of 99 bytes/.test(error.message),
  );
});
