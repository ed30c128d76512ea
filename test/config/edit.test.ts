import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'jsonc-parser';
import { removeFromText, setInText } from '../../core/config/edit.ts';
import { valueAt, withValue } from '../../core/config/json.ts';
import { fc } from '../property.ts';

const text = `{
  // the host's plugins
  "plugins": {
    "b": { "enabled": true }, // stays on
    /* first */ "a": {
      "settings": {
        "port": 1, // the port
        "unknown": [1,   2], // kept
        "host": "x" // last
      }
    }
  }
}
`;

test('a value is replaced where it stands; nothing else moves', () => {
  assert.equal(
    setInText(text, ['plugins', 'a', 'settings', 'port'], 22),
    text.replace('"port": 1', '"port": 22'),
  );
});

test('a new key comes last in its object, after the comment of the one before', () => {
  assert.equal(
    setInText(text, ['plugins', 'a', 'settings', 'beat'], 5),
    text.replace('"host": "x" // last', '"host": "x", // last\n        "beat": 5'),
  );
});

test('a key of a one-line object stays on the line; a trailing comma is kept', () => {
  assert.equal(
    setInText(text, ['plugins', 'b', 'settings', 'n'], 1),
    text.replace('{ "enabled": true }', '{ "enabled": true, "settings": { "n": 1 } }'),
  );
  assert.equal(setInText('{"a": 1,}', ['b'], 2), '{"a": 1, "b": 2,}');
  assert.equal(setInText('{\n\t"a": 1, // x\n}', ['b'], [1, 2]), '{\n\t"a": 1, // x\n\t"b": [1, 2],\n}');
});

test('objects on the way are made, in the indentation and line ends of the file', () => {
  assert.equal(
    setInText('{\r\n    "log": {}\r\n}\r\n', ['plugins', 'a', 'enabled'], false),
    '{\r\n    "log": {},\r\n    "plugins": {\r\n        "a": {\r\n            "enabled": false\r\n        }\r\n    }\r\n}\r\n',
  );
  assert.equal(setInText('{ /* none */ }\n', ['a'], 1), '{ /* none */\n  "a": 1\n}\n');
  assert.equal(setInText('{ // none\n}\n', ['a'], 1), '{ // none\n  "a": 1\n}\n');
});

test('a key is taken out with its comma and its empty line, and no comment goes with it', () => {
  const port = ['plugins', 'a', 'settings', 'port'];
  assert.equal(removeFromText(text, port), text.replace('"port": 1, // the port', ' // the port'));
  assert.equal(
    removeFromText(text, ['plugins', 'a', 'settings', 'host']),
    text.replace('[1,   2], // kept', '[1,   2] // kept').replace('"host": "x" // last', ' // last'),
  );
  assert.equal(removeFromText('{\n  "a": 1,\n  "b": 2\n}\n', ['b']), '{\n  "a": 1\n}\n');
  assert.equal(removeFromText('{\n  "a": 1,\n  "b": 2\n}\n', ['a']), '{\n  "b": 2\n}\n');
  assert.equal(removeFromText(text, ['plugins', 'nobody']), text);
});

test('nothing is put into what is no object', () => {
  assert.throws(() => setInText('{"a": 5}', ['a', 'b'], 1), {
    code: 'SETTING_INVALID',
    message: /^a is no object/,
  });
});

test('random edits of a commented file: the value is as if set, every comment around stays, in order', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const value = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
  );
  const edit = fc.record({
    path: fc.array(key, { minLength: 1, maxLength: 3 }),
    value,
    remove: fc.boolean(),
  });
  const trivia = fc.constantFrom('', ' ', '\n  ', ' /* c1 */ ', ' // c2 "x": {\n ', '\n /* , */\n');
  const start = fc
    .tuple(trivia, trivia, trivia, trivia, fc.constantFrom('', ','))
    .map(
      ([a, b, c, d, comma]) =>
        `{${a}"a"${b}:${c}1${d},${a}"b":{${b}"c":"//"${c}${d}${comma}${a}}${b}${comma}${c}}${d}`,
    );
  fc.assert(
    fc.property(start, fc.array(edit, { maxLength: 6 }), (initial, edits) => {
      let now = initial;
      let model = parse(initial) as Record<string, unknown>;
      for (const { path, value, remove } of edits) {
        const parent = path.slice(0, -1);
        const blocked = parent.some((_, index) => {
          const here = valueAt(model, parent.slice(0, index + 1));
          return here !== undefined && (typeof here !== 'object' || here === null || Array.isArray(here));
        });
        if (blocked) continue;
        now = remove ? removeFromText(now, path) : setInText(now, path, value);
        if (!remove) model = withValue(model, path, value) as Record<string, unknown>;
        else if (valueAt(model, path) !== undefined) model = without(model, path);
      }
      const errors: [] = [];
      assert.deepEqual(parse(now, errors, { allowTrailingComma: true }), model, now);
      assert.deepEqual(errors, []);
      const touchesObjects = edits.some((one) => one.path.length === 1);
      if (!touchesObjects) assert.deepEqual(comments(now), comments(initial));
    }),
    { numRuns: 2000 },
  );
});

function without(object: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  const copy = structuredClone(object);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string, unknown>;
  delete parent[path.at(-1) ?? ''];
  return copy;
}

function comments(source: string): string[] {
  return (
    source.match(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g)?.filter((part) => part.startsWith('/')) ??
    []
  );
}
