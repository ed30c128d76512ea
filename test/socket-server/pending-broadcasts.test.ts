import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminatorSkipper } from '../../plugins/socket-server/dialects/terminator-skipper.ts';
import { type Broadcast, PendingBroadcasts } from '../../plugins/socket-server/pending-broadcasts.ts';
import { reprBytes, reprText } from '../../plugins/socket-server/python-repr.ts';

function make(subject: string, text: string): Broadcast {
  return { subject, bytes: Buffer.from(text) };
}

function texts(pending: PendingBroadcasts, count = 100): string[] {
  return pending.first(count).map(String);
}

test('keeps order and takes from the front', () => {
  const pending = new PendingBroadcasts();
  for (const text of ['a1', 'b1', 'a2', 'c1'])
    assert.equal(pending.push(make(text[0] ?? '', text), false), false);
  assert.deepEqual(texts(pending, 2), ['a1', 'b1']);
  pending.drop(2);
  assert.deepEqual(texts(pending), ['a2', 'c1']);
});

test('a collapsed broadcast takes the place of the earlier one of its subject, at the end', () => {
  const pending = new PendingBroadcasts();
  pending.push(make('a', 'a1'), false);
  pending.push(make('b', 'b1'), true);
  assert.equal(pending.push(make('a', 'a2'), true), true);
  assert.equal(pending.push(make('b', 'b2'), true), true);
  assert.equal(pending.push(make('a', 'a3'), true), true);
  assert.deepEqual(texts(pending), ['b2', 'a3']);
  pending.drop(2);
  assert.equal(pending.push(make('a', 'a4'), true), false, 'what was sent is not replaced');
  assert.deepEqual(texts(pending), ['a4']);
});

test('its bytes go up and come down to nothing', () => {
  const pending = new PendingBroadcasts();
  for (let index = 0; index < 1000; index += 1)
    pending.push(make(`s${index % 7}`, `text ${index}`), index % 2 === 0);
  assert.ok(pending.bytes > 0);
  pending.drop(3);
  pending.clear();
  assert.deepEqual([pending.count, pending.bytes], [0, 0]);
});

test('texts and bytes are shown as Python shows them', () => {
  const cases: Readonly<Record<string, string>> = {
    plain: "'plain'",
    "it's": `"it's"`,
    'a"b': `'a"b'`,
    '\'"': `'\\'"'`,
    'tab\t\n\r\\': "'tab\\t\\n\\r\\\\'",
    '\x00\x7f\x9f': "'\\x00\\x7f\\x9f'",
    变: "'变'",
  };
  for (const [text, shown] of Object.entries(cases)) assert.equal(reprText(text), shown);
  assert.equal(reprBytes(Buffer.from([0, 0x41, 0x27, 0xe5, 0xff])), `b"\\x00A'\\xe5\\xff"`);
});

test('one terminator is dropped, however it is cut', () => {
  const cases: readonly (readonly [string[], string])[] = [
    [['PMEND{'], '{'],
    [[' P', 'M', 'EN', 'D{'], '{'],
    [['\n{'], '{'],
    [['PM', '{'], 'PM{'],
    [['PMENDPMEND'], 'PMEND'],
  ];
  for (const [chunks, expected] of cases) {
    const skipper = new TerminatorSkipper();
    const [last = '', ...before] = chunks.toReversed();
    for (const chunk of before.toReversed()) assert.equal(skipper.push(Buffer.from(chunk)), undefined);
    assert.equal(String(skipper.push(Buffer.from(last))), expected);
  }
});
