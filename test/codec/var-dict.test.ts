import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVarDict } from '../../codec/pickle/var-dict.ts';
import { pythonLines } from './python.ts';

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

const MAKE = `
import base64, json, pickle
values = {'a': 'gAR4', '变量': 'q\\\\u0041\\\\\\n', 'bytes': b'\\x00\\xff abc', 'none': b'', '': '', 'same': 'gAR4', 'é': 'ÿ€',
    'long': 'z' * 70_000, 'long bytes': bytes(range(256)) * 300, '__proto__': 'p', '10': 'x', '9': 'y', '\\ufeffbom': 'b'}
values.update({'k%d' % i: b'%d' % i if i % 2 else str(i) for i in range(2500)})
for chosen in ({}, {'one': 'x'}, values):
    expected = [[k, 'text' if type(v) is str else 'bytes', (v.encode() if type(v) is str else v).hex()] for k, v in chosen.items()]
    for protocol in range(6):
        for dumps in (pickle.dumps, pickle._dumps):
            print(json.dumps({'pickle': base64.b64encode(dumps(chosen, protocol)).decode(), 'expected': expected}))
`;

test('dicts of texts and bytes, all protocols, from C and pure Python, in their order', () => {
  const rows = pythonLines<{ pickle: string; expected: [string, string, string][] }>(['-c', MAKE]);
  assert.equal(rows.length, 36);
  for (const { pickle, expected } of rows) {
    const entries = [...readVarDict(Buffer.from(pickle, 'base64'))];
    const found = entries.map(([name, { kind, data }]) => [name, kind, Buffer.from(data).toString('hex')]);
    assert.deepEqual(found, expected);
  }
});

test('big values are views on the pickle', () => {
  const pickle = Buffer.concat([
    bytes('\x80\x04}\x8c\x01aB\0\0\x10\0'),
    Buffer.alloc(2 ** 20, 7),
    bytes('s.'),
  ]);
  const value = readVarDict(pickle).get('a');
  assert.equal(value?.kind, 'bytes');
  assert.equal(value?.data.buffer, pickle.buffer);
  assert.equal(value?.data.length, 2 ** 20);
});

test("Python 2's str is text when it is ASCII", () => {
  assert.deepEqual(readVarDict(bytes("(dp0\nS'x'\nS'a\\'b'\ns.")).get('x'), {
    kind: 'text',
    data: Buffer.from("a'b"),
  });
  assert.throws(() => readVarDict(bytes('}U\x01xU\x01\xffs.')), { code: 'BAD_PICKLE', message: /not ASCII/ });
});

test('a repeated name keeps its place and takes the later value', () => {
  const entries = [...readVarDict(bytes('}(U\x01aU\x011U\x01bU\x012U\x01aU\x013u.'))];
  assert.deepEqual(
    entries.map(([name, { data }]) => `${name}${data}`),
    [`a${Buffer.from('3')}`, `b${Buffer.from('2')}`],
  );
});

test('every other shape is refused, and nothing is called', () => {
  const found = (what: string) => `Not a pickled dict of names to texts or bytes: found ${what}`;
  const cases: [string, string][] = [
    ['N.', found('NONE (at byte 0)')],
    ['].', found('EMPTY_LIST (at byte 0)')],
    ['U\x01a.', found('STOP (at byte 3)')],
    ['}U\x01aK\x01s.', found('BININT1 (at byte 4)')],
    ['}U\x01a}s.', found('EMPTY_DICT (at byte 4)')],
    ['}C\x01aU\x01bs.', found('a name that is bytes (at byte 7)')],
    ['}U\x01acos\nsystem\ns.', found('os system (at byte 4)')],
    ['}U\x01ac_codecs\nencode\ns.', found('SETITEM (at byte 20)')],
    ['}U\x01ac_codecs\nencode\n(Vx\nVrot13\ntRs.', found('REDUCE (at byte 32)')],
    ['}U\x01ac_codecs\nencode\n(Vx\ntRs.', found('REDUCE (at byte 25)')],
    ['}U\x01ac__builtin__\nbytes\n(Vx\ntRs.', found('REDUCE (at byte 28)')],
    ['}U\x01aVx\nVy\n0s.', found('POP (at byte 10)')],
    ['}U\x01aVx\n20s.', found('DUP (at byte 7)')],
  ];
  for (const [pickle, message] of cases) {
    assert.throws(
      () => readVarDict(bytes(pickle)),
      (error: Error) => {
        assert.ok('code' in error && error.code === 'BAD_PICKLE', pickle);
        assert.equal(error.message, message, pickle);
        return true;
      },
      pickle,
    );
  }
  assert.throws(() => readVarDict(bytes('}X\x03\0\0\0\xed\xa0\x80U\x01bs.')), {
    message: 'A name is not valid UTF-8 (at byte 12)',
  });
  assert.throws(() => readVarDict(bytes('}U\x01a')), { message: 'The pickle ends without STOP (at byte 4)' });
  assert.throws(() => readVarDict(bytes('}.'), { maxBytes: 1 }), { code: 'TOO_LARGE' });
});

test('text beyond Latin-1 cannot stand for bytes', () => {
  assert.throws(() => readVarDict(bytes('}U\x01ac_codecs\nencode\n(V\\u0100\nVlatin1\ntRs.')), {
    message: /^A text is not Latin-1/,
  });
});
