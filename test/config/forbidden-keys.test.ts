import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigDocument } from '../../core/config/document.ts';
import { FORBIDDEN_KEYS, jsonProblem, merge, withValue } from '../../core/config/json.ts';
import { fc } from '../property.ts';
import { configErrorOf, load, temporaryFolder } from './fixture.ts';

const forbidden = fc.constantFrom(...FORBIDDEN_KEYS);
const name = fc.constantFrom('a', 'b', 'settings', 'toString', 'hasOwnProperty', '');
const shape = Reflect.ownKeys(Object.prototype);

test('a config file with a forbidden key anywhere is refused at that key, and no prototype is touched', () => {
  const inner = fc.array(fc.oneof(name, fc.constant(0)), { maxLength: 6 });
  fc.assert(
    fc.property(inner, forbidden, fc.json({ maxDepth: 2 }), (path, key, value) => {
      const text = path.reduceRight<string>(
        (below, step) => (step === 0 ? `[1, ${below}]` : `{ ${JSON.stringify(step)}: ${below} }`),
        `{ "x": 1, ${JSON.stringify(key)}: ${JSON.stringify(null)}, "v": ${JSON.stringify(String(value))} }`,
      );
      const whole = `{ "top": ${text} }`;
      const { document, problems } = ConfigDocument.parse('file', 'f', Buffer.from(whole));
      assert.equal(problems.length, 1);
      assert.equal(problems[0]?.message, `${key} cannot be used as a key`);
      assert.equal(problems[0]?.col, whole.indexOf(JSON.stringify(key)) + 1);
      assert.deepEqual(document.value, {});
      assert.deepEqual(Reflect.ownKeys(Object.prototype), shape);
    }),
    { numRuns: 10_000 },
  );
});

test('values with forbidden keys are refused; joining plain ones changes no prototype', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.array(name, { maxLength: 4 }),
      forbidden,
      (value, path, key) => {
        const bad = path.reduceRight<unknown>(
          (below, step) => ({ [step]: below }),
          JSON.parse(`{${JSON.stringify(key)}: 1}`),
        );
        assert.match(jsonProblem(bad) ?? '', /must not have the key/);
        const plain = path.length > 0 ? withValue({}, path, value) : {};
        assert.deepEqual(Object.keys(merge(plain, { a: 1 })).includes('a'), true);
        assert.deepEqual(Reflect.ownKeys(Object.prototype), shape);
      },
    ),
    { numRuns: 10_000 },
  );
});

test('forbidden names are refused in every setting path', async (context) => {
  const folder = temporaryFolder(context);
  const configuration = await load(folder);
  for (const key of FORBIDDEN_KEYS) {
    for (const path of [
      key,
      `${key}.x`,
      `plugins.${key}`,
      `plugins.${key}.enabled`,
      `socket-server.${key}`,
      `socket-server.labels.${key}`,
      `socket-server.limits.${key}.x`,
    ]) {
      await assert.rejects(configuration.set(path, 1), { code: 'SETTING_UNKNOWN' }, path);
      assert.throws(() => configuration.get(path), { code: 'SETTING_UNKNOWN' }, path);
      await configErrorOf(() => load(folder, { set: [`${path}=1`] }));
    }
    const env = { [`HEADFRAME__plugins__socket_server__settings__labels__${key}`]: 'x' };
    await configErrorOf(() => load(folder, { env }));
    await assert.rejects(configuration.set('socket-server.labels', JSON.parse(`{"${key}": "x"}`)), {
      code: 'SETTING_INVALID',
    });
    assert.equal(Reflect.get(configuration.settingsOf('socket-server'), key), undefined);
  }
});
