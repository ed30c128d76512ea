import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isName, MAX_NAME_LENGTH, namePattern } from '../../plugins/workspace/name.ts';
import { python } from './python.ts';
import { json } from './values.ts';
import { startWorkspace } from './workspace-host.ts';

/** Part of identifiers since Unicode 15.1, which Python 3.13 has and Python 3.11 has not. */
const NEWER = new Set([0x200c, 0x200d, 0x30fb, 0xff65]);

test("every character that Python knows is judged as by Python's isidentifier", async () => {
  const said = await python(`
import sys, unicodedata
def judged(c):
  if 0xd800 <= c < 0xe000 or unicodedata.category(chr(c)) in ('Cn', 'Co'): return 0
  return 1 + 2 * chr(c).isidentifier() + 4 * ('a' + chr(c)).isidentifier()
sys.stdout.buffer.write(bytes(map(judged, range(0x110000))))`);
  assert.equal(said.byteLength, 0x110000);
  const differing: number[] = [];
  for (const [code, judged] of said.entries()) {
    if (judged === 0 || NEWER.has(code)) continue;
    const character = String.fromCodePoint(code);
    const own = 1 + (isName(character) ? 2 : 0) + (isName(`a${character}`) ? 4 : 0);
    if (own !== judged) differing.push(code);
  }
  assert.deepEqual(differing, []);
});

test('names have at most 128 characters, however many units those take', () => {
  const wide = '𝒳';
  assert.ok(isName(wide.repeat(MAX_NAME_LENGTH)));
  assert.ok(!isName(wide.repeat(MAX_NAME_LENGTH + 1)));
  assert.ok(isName('a'.repeat(MAX_NAME_LENGTH)));
  assert.ok(!isName('a'.repeat(MAX_NAME_LENGTH + 1)));
  for (const bad of ['', ' a', '1a', 'a b', 'a-b', '\ud800', 'a\u0000', 'PM END'])
    assert.ok(!isName(bad), bad);
});

test('names of prototypes are ordinary names', async (t) => {
  const { workspace } = await startWorkspace(t);
  const names = ['__proto__', 'constructor', 'prototype', 'then', 'toJSON', 'hasOwnProperty'];
  for (const name of names) {
    assert.equal(workspace.read(name), undefined);
    await workspace.write(name, json('1'), { provider: 'ann', info: JSON.parse('{"__proto__": 1}') });
  }
  assert.deepEqual(workspace.names(), names);
  assert.deepEqual([...(await workspace.getAllMetadata()).keys()], names);
  assert.deepEqual(Object.keys(workspace.getMetadata('then').info), ['__proto__']);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test('a pattern of names stands for all of the name, and takes linear time', () => {
  const cases: [string, string, boolean][] = [
    ['*', '', true],
    ['a*', 'abc', true],
    ['a*', 'bac', false],
    ['*c', 'abc', true],
    ['a?c', 'a变c', true],
    ['a?c', 'ac', false],
    ['*b*b*', 'abab', true],
    ['*b*b*', 'aba', false],
    ['*ab*ab', 'ab', false],
    ['ab*ab', 'aab', false],
    ['*', 'x', true],
    ['a*b?', 'axxbc', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['?', '𝒳', true],
  ];
  for (const [pattern, name, wanted] of cases)
    assert.equal(namePattern(pattern)(name), wanted, `${pattern} ${name}`);
  assert.equal(namePattern('*a'.repeat(60))('a'.repeat(127)), true);
  assert.throws(() => namePattern('a'.repeat(300)), { code: 'BAD_ARGUMENT' });
});
