import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeHttpMessage, encodeResponseHead } from '../../codec/http/index.ts';
import { type BytesEntry, pickleBytesDict } from '../../codec/pickle/bytes-dict.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { encodeInstance } from '../../codec/pickle/encode-instance.ts';
import { lowerProtocol } from '../../codec/pickle/lower-protocol.ts';
import { PyGlobal, pyTuple } from '../../codec/pickle/values.ts';
import { readVarDict } from '../../codec/pickle/var-dict.ts';
import { pythonLines } from '../codec/python.ts';

/** Bytes in pieces of some length. */
function inPieces(bytes: Buffer, pieceBytes: number): BytesEntry[1] {
  return {
    byteLength: bytes.length,
    *chunks() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

test('the empty line stands beyond byte 1024, whatever is in front of it', () => {
  for (const headers of [
    {},
    { 'X-Error': 'a'.repeat(100) },
    { 'X-Error': 'b'.repeat(255), 'X-Other': 'c'.repeat(999) },
  ]) {
    const head = encodeResponseHead({ status: 200, contentType: 'text/plain', contentLength: 7, headers });
    const text = head.toString('latin1');
    assert.equal(text.indexOf('\r\n\r\n'), text.length - 4);
    assert.ok(text.length - 4 >= 1024, `${text.length}`);
    assert.match(
      text,
      /^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain\r\nContent-Length: 7\r\nConnection: close\r\n/,
    );
  }
});

test('a value of a header is one line of visible ASCII', () => {
  const headers = { 'X-Error': 'a\r\nSet-Cookie: b\u0000\u00e4' };
  const text = encodeResponseHead({
    status: 499,
    contentType: 'text/plain',
    contentLength: 0,
    headers,
  }).toString();
  assert.match(text, /^HTTP\/1\.1 499 \r\n/);
  assert.match(text, /\r\nX-Error: a\?\?Set-Cookie: b\?\?\r\n/);
});

test('a dict of bytes is what it was made of, in pieces of any length', () => {
  for (const [bytes, pieceBytes] of [
    [0, 1],
    [1, 1],
    [255, 7],
    [256, 100],
    [70_000, 20_000],
    [300_000, 300_000],
  ] as const) {
    const value = Buffer.alloc(bytes, 'x.y');
    const made = pickleBytesDict([
      ['first', inPieces(value, pieceBytes)],
      ['名'.repeat(100), inPieces(Buffer.from('N.'), 1)],
    ]);
    const whole = made.toBuffer();
    assert.equal(whole.length, made.byteLength);
    assert.deepEqual(
      [...readVarDict(whole)].map(([name, { kind, data }]) => [
        name,
        kind,
        Buffer.from(data).equals(name === 'first' ? value : Buffer.from('N.')),
      ]),
      [
        ['first', 'bytes', true],
        ['名'.repeat(100), 'bytes', true],
      ],
    );
  }
  assert.equal(readVarDict(pickleBytesDict([]).toBuffer()).size, 0);
});

test('bytes of 4 GiB and more have a length of eight bytes', () => {
  const large = { byteLength: 2 ** 32, chunks: () => [] };
  const made = pickleBytesDict([['x', large]]);
  const written = Buffer.concat([...made.chunks()]);
  assert.equal(made.byteLength, written.length + 2 ** 32);
  assert.equal(written.toString('latin1'), '\x80\x04}(\x8c\x01x\x8e\0\0\0\0\x01\0\0\0u.');
});

test('a message is base64 of JSON with the pickle in base64, of the length that was told', () => {
  for (const bytes of [0, 1, 2, 3, 100, 1_000_000, 3_000_001]) {
    const pickle = inPieces(Buffer.alloc(bytes, 'PMEND\x00\xff'), 70_001);
    const message = encodeHttpMessage(pickle);
    const pieces = [...message.chunks()];
    const whole = Buffer.concat(pieces);
    assert.equal(whole.length, message.byteLength);
    assert.ok(pieces.every(({ length }) => length <= 2 * 2 ** 20));
    assert.ok(pieces.slice(0, -1).every(({ length }) => length >= 64 * 1024));
    const { content, status } = JSON.parse(Buffer.from(whole.toString('latin1'), 'base64').toString());
    assert.equal(status, 'succeeded');
    assert.deepEqual(Buffer.from(content, 'base64'), Buffer.concat([...pickle.chunks()]));
  }
});

const READER = `
import base64, json, pickle, sys
class Desc: pass
sys.modules['lib.desc'] = sys.modules['__main__']
sys.modules['lib'] = sys.modules['__main__']
for line in sys.stdin:
    made = pickle.loads(base64.b64decode(line))
    print(json.dumps([type(made).__name__, made.__dict__], default=str))
`;

test('an instance is made by Python of its class and its state', () => {
  const state = new Map<string, null | string | number | boolean | object>([
    ['cls', new PyGlobal('builtins', 'int')],
    ['type', 'DataFrame'],
    ['size', pyTuple([2, 3])],
    ['repr_value', '变量'],
    ['big', false],
  ]);
  const full = encodeInstance(new PyGlobal('lib.desc', 'Desc'), state).toString('base64');
  const empty = encodeInstance(new PyGlobal('lib.desc', 'Desc'), new Map()).toString('base64');
  const made = pythonLines(['-c', READER], `${full}\n${empty}\n`);
  assert.deepEqual(made, [
    ['Desc', { cls: "<class 'int'>", type: 'DataFrame', size: [2, 3], repr_value: '变量', big: false }],
    ['Desc', {}],
  ]);
  assert.throws(() => encodeInstance(new PyGlobal('m'.repeat(256), 'Desc'), new Map()), RangeError);
});

test('a header of 5 becomes 4 where nothing needs 5, and all else stays', async () => {
  const lowered = async (pickle: Buffer, protocol: number) => {
    const made = await lowerProtocol(pickle, protocol);
    assert.equal(made.toBuffer().length, made.byteLength);
    return made.toBuffer().toString('latin1');
  };
  const five = Buffer.from('\x80\x05K\x07.', 'latin1');
  const bytearray = Buffer.from('\x80\x05\x96\x01\x00\x00\x00\x00\x00\x00\x00a.', 'latin1');
  const changing = Buffer.from('\x80\x05\x80\x05K\x07.', 'latin1');
  assert.equal(await lowered(five, 4), '\x80\x04K\x07.');
  assert.equal(await lowered(five, 5), '\x80\x05K\x07.');
  assert.equal(await lowered(five, 3), '\x80\x05K\x07.');
  assert.equal(await lowered(bytearray, 4), bytearray.toString('latin1'));
  assert.equal(await lowered(changing, 4), changing.toString('latin1'));
  assert.equal(await lowered(Buffer.from('I7\n.'), 4), 'I7\n.');
  assert.deepEqual(await lowered(encodePickle([1, 2]), 4), encodePickle([1, 2]).toString('latin1'));
});
