import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { decodeTypedJson } from '../../codec/json/decode.ts';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { PyComplex, PyFloat, PyGlobal, PyObject, pyTuple } from '../../codec/pickle/values.ts';
import { PyDateTime } from '../../codec/pickle/values-datetime.ts';
import { frozenCorpus } from './corpus-run.ts';

const text = (value: unknown) => encodeTypedJson(value).document.toString('utf8');
const parse = (document: string) => decodeTypedJson(Buffer.from(document));
const failsWith = (code: string) => ({ name: 'CodecError', code });

test('plain JSON stays plain', () => {
  const value = new Map<string, unknown>([
    ['a', [1, new PyFloat(1), 1.5, null, true, 'é\n']],
    ['b', new Map()],
    ['big', 2n ** 64n],
  ]);
  assert.equal(text(value), '{"a":[1,1.0,1.5,null,true,"é\\n"],"b":{},"big":18446744073709551616}');
  assert.deepEqual(parse(text(value)), value);
});

test("a user's own $type key does not become a tag", () => {
  const value = new Map([['$type', 'int']]);
  assert.equal(text(value), '{"$type":"dict","items":[["$type","int"]]}');
  assert.deepEqual(parse(text(value)), value);
});

test('what JSON lacks is tagged', () => {
  assert.equal(text(Number.NaN), '{"$type":"float","value":"nan"}');
  assert.equal(text(pyTuple([1])), '{"$type":"tuple","items":[1]}');
  assert.equal(text(new Set(['a'])), '{"$type":"set","items":["a"]}');
  assert.equal(text(new PyComplex(1, -2.5)), '{"$type":"complex","real":1.0,"imag":-2.5}');
  assert.equal(text(Uint8Array.of(1, 2)), '{"$type":"bytes","data":"AQI="}');
  assert.equal(
    text(new Date(0)),
    '{"$type":"datetime","value":"1970-01-01T00:00:00","timezone":{"$type":"timezone","offset":{"$type":"timedelta","days":0,"seconds":0,"microseconds":0}}}',
  );
});

test('raw data goes to buffers from the size on that is asked for', () => {
  const { document, buffers } = encodeTypedJson([Float64Array.of(1, 2), Uint8Array.of(1)], { attachFrom: 8 });
  assert.equal(
    document.toString(),
    '[{"$type":"ndarray","dtype":"<f8","shape":[2],"buffer":0},{"$type":"bytes","data":"AQ=="}]',
  );
  assert.equal(buffers.length, 1);
  assert.throws(() => decodeTypedJson(document), failsWith('NEEDS_BUFFERS'));
});

test('shared and recursive parts are defined once and referred to', () => {
  const list: unknown[] = [1];
  list.push(list);
  assert.equal(text(list), '{"$type":"def","id":0,"value":[1,{"$type":"ref","id":0}]}');
  const back = parse(text(list)) as unknown[];
  assert.equal(back[1], back);
});

test('a graph that would explode when written out stays small', () => {
  let value: unknown = [1];
  for (let i = 0; i < 100; i++) value = [value, value];
  assert.ok(text(value).length < 10_000);
});

test('imports that are not data are refused by name, both ways', () => {
  const call = new PyObject(new PyGlobal('os', 'system'), ['id']);
  assert.throws(() => text([call]), { code: 'NOT_CONVERTIBLE', message: /os\.system/ });
  assert.throws(() => text(new PyGlobal('os', 'system')), { code: 'NOT_CONVERTIBLE', message: /os\.system/ });
  const written = '{"$type":"object","module":"os","name":"system","how":"call","args":["id"]}';
  assert.throws(() => parse(written), { code: 'NOT_CONVERTIBLE', message: /os\.system/ });
  assert.throws(
    () => parse('{"$type":"global","module":"os","name":"system"}'),
    failsWith('NOT_CONVERTIBLE'),
  );
  assert.throws(() => text(() => 1), failsWith('NOT_CONVERTIBLE'));
  assert.throws(() => text({ a: undefined }), failsWith('NOT_CONVERTIBLE'));
});

test('nesting is read back up to the limit', () => {
  let value: unknown = 1;
  for (let i = 0; i < 399; i++) value = new Map([[i, pyTuple([value])]]);
  assert.throws(() => text(value), failsWith('TOO_LARGE'));
  let nested: unknown = 1;
  for (let i = 0; i < 199; i++) nested = new Map([[i, pyTuple([nested])]]);
  assert.deepEqual(parse(text(nested)), nested);
  const deepest = `${'{"$type":"dict","items":[[1,'.repeat(533)}1${']]}'.repeat(533)}`;
  assert.ok(parse(deepest) instanceof Map);
});

test('deep nesting is a refusal, not a crash', () => {
  let value: unknown = 1;
  for (let i = 0; i < 100_000; i++) value = [value];
  assert.throws(() => text(value), failsWith('TOO_LARGE'));
  assert.throws(() => parse('['.repeat(1_000_000)), failsWith('TOO_LARGE'));
});

const malformed: readonly string[] = [
  ...['', ' ', '{', '[1,]', '{"a":1,}', '01', '1.', '.5', '+1', '-', 'nul', 'NaN', "'a'", '"\\x"', '"\n"'],
  ...['"\\ud8"', '[1] 2', '{"a" 1}', '{1:2}', '"abc', '1e', '{"$type":"nothing"}', '{"a":1,"$type":"set"}'],
  ...['{"$type":"ref","id":0}', '{"$type":"float","value":"big"}', '{"$type":"date","value":"2021-02-29"}'],
  ...['{"$type":"ndarray","dtype":"<f8","shape":[2],"data":"AAAA"}', '{"$type":"tuple","items":1}'],
  '{"$type":"ndarray","dtype":"<q9","shape":[0],"data":""}',
];
for (const document of malformed) {
  test(`${JSON.stringify(document)} is refused`, () => {
    assert.throws(() => parse(document), failsWith('BAD_JSON'));
  });
}

test('a numpy scalar is the same whether its number or its bytes are given', () => {
  const [bytes, number] = ['"data":"AAAAAAA55H8="', '"value":1.136066572165797e+308'].map((rest) =>
    decodeTypedJson(Buffer.from(`{"$type":"scalar","dtype":"<f8",${rest}}`)),
  );
  assert.deepEqual(bytes, number);
});

test('a datetime is an instant: a naive one in UTC, one of a fixed offset by it, one of a named zone never', () => {
  const instant = (zone: string): Date | undefined => {
    const document = `{"$type":"datetime","value":"2020-01-02T03:04:05.678901"${zone}}`;
    const value = parse(document);
    assert.ok(value instanceof PyDateTime);
    return value.toDate();
  };
  const offset = '{"$type":"timedelta","days":0,"seconds":3600,"microseconds":0}';
  assert.deepEqual(instant(''), new Date('2020-01-02T03:04:05.678Z'));
  assert.deepEqual(
    instant(`,"timezone":{"$type":"timezone","offset":${offset}}`),
    new Date('2020-01-02T02:04:05.678Z'),
  );
  assert.equal(instant(',"timezone":{"$type":"zoneinfo","key":"Europe/Paris"}'), undefined);
});

test('base64 that is not base64 is refused', () => {
  assert.throws(() => parse('{"$type":"bytes","data":"A!=="}'), failsWith('BAD_BASE64'));
});

test('every document of the corpus fits the published schema', () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/typed-json.schema.json'), 'utf8'),
  );
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
  let documents = 0;
  for (const { pickle, expression, group, protocol } of frozenCorpus()) {
    if (group === 'cloudpickle' || group === 'classes and functions' || protocol !== 2) continue;
    const { document } = encodeTypedJson(decodePickle(pickle));
    // JSON.parse makes infinity of these, which no schema calls a number.
    if (/\d{300}/.test(document.toString('latin1'))) continue;
    assert.ok(
      validate(JSON.parse(document.toString())),
      `${expression}: ${JSON.stringify(validate.errors?.[0])}`,
    );
    documents++;
  }
  assert.ok(documents > 200);
  assert.equal(validate({ $type: 'tuple' }), false);
  assert.equal(validate({ $type: 'nothing' }), false);
});
