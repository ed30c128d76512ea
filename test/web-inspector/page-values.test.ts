import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import {
  decodePickle,
  decodeTypedJson,
  dtypeFromText,
  encodeTypedJson,
  NumpyScalar,
  PyFloat,
} from 'headframe/codec';
import { infoText, infoValue } from '../../plugins/web-inspector/page/detail/about/info-text.ts';
import { wayTo } from '../../plugins/web-inspector/page/detail/about/travel.ts';
import { copyAs } from '../../plugins/web-inspector/page/detail/actions/copy-as.ts';
import { formatOfFile } from '../../plugins/web-inspector/page/detail/actions/file-format.ts';
import { fileOf, valueOfFile } from '../../plugins/web-inspector/page/detail/actions/file-value.ts';
import { numpyText, parseNumpy } from '../../plugins/web-inspector/page/detail/scalar/numpy-scalar.ts';
import {
  parseScalar,
  retype,
  type ScalarText,
  scalarText,
} from '../../plugins/web-inspector/page/detail/scalar/scalar-text.ts';
import { fc } from '../property.ts';

function python(program: string, input: Uint8Array = new Uint8Array()): Buffer {
  return execFileSync('/usr/bin/python3', ['-c', `import pickle, sys, io\n${program}`], { input });
}

test('a scalar comes back from its text as it was, digit by digit and bit by bit', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(any, (made) => {
      const value = decodeTypedJson(encodeTypedJson(made).document);
      const text = scalarText(value);
      assert.ok(text);
      assert.deepEqual(parseScalar(text), { value });
    }),
  );
  assert.deepEqual(scalarText(new PyFloat(2)), { type: 'float', text: '2.0' });
  assert.equal(scalarText([1]), undefined);
});

test('what is no value of a type is said with an example', () => {
  const cases: [ScalarText, RegExp][] = [
    [{ type: 'int', text: '1.5' }, /whole number/],
    [{ type: 'int', text: '' }, /whole number/],
    [{ type: 'int', text: '9'.repeat(5000) }, /4300 digits/],
    [{ type: 'float', text: '1,5' }, /A number, such as 1\.5/],
    [{ type: 'float', text: '1e999' }, /Too large for a float/],
    [{ type: 'bool', text: 'maybe' }, /True or False/],
  ];
  for (const [text, problem] of cases) {
    const parsed = parseScalar(text);
    assert.ok('problem' in parsed, text.text);
    assert.match(parsed.problem, problem);
  }
  assert.deepEqual(parseScalar({ type: 'int', text: ' -0xff ' }), { value: -255 });
  assert.deepEqual(parseScalar({ type: 'int', text: '1_000' }), { value: 1000 });
  assert.deepEqual(parseScalar({ type: 'float', text: '-inf' }), { value: Number.NEGATIVE_INFINITY });
});

test('a text keeps what it can in another type', () => {
  assert.deepEqual(retype({ type: 'float', text: '2.0' }, 'int'), { type: 'int', text: '2' });
  assert.deepEqual(retype({ type: 'bool', text: 'True' }, 'int'), { type: 'int', text: '1' });
  assert.deepEqual(retype({ type: 'int', text: '0' }, 'bool'), { type: 'bool', text: 'False' });
  assert.deepEqual(retype({ type: 'str', text: 'x' }, 'None'), { type: 'None', text: '' });
});

test('a numpy scalar keeps its dtype, whichever byte order it has, and its range', () => {
  const cases = [
    ['<i8', '-9223372036854775808'],
    ['>i2', '-300'],
    ['|u1', '255'],
    ['<f4', '0.5'],
    ['>f8', '2.0'],
    ['|b1', 'True'],
  ] as const;
  for (const [text, wanted] of cases) {
    const dtype = dtypeFromText(text);
    assert.ok(dtype);
    const type = { b: 'bool', i: 'int', u: 'int', f: 'float' }[dtype.kind] as ScalarText['type'];
    const parsed = parseNumpy(dtype, { type, text: wanted });
    assert.ok('value' in parsed && parsed.value instanceof NumpyScalar, text);
    const { document } = encodeTypedJson(parsed.value);
    assert.deepEqual(numpyText(decodeTypedJson(document) as NumpyScalar), { type, text: wanted });
    if (type === 'int') {
      assert.deepEqual(parseNumpy(dtype, { type, text: '99999999999999999999' }), {
        problem: `Out of the range of ${dtype.name}`,
      });
    }
  }
});

test('the way to a revision is by undo or redo from the one that is there', () => {
  const entry = (revision: number, current = false) => ({
    revision,
    provider: '',
    time: 0,
    size: 1,
    preview: '',
    current,
  });
  const history = [entry(1), entry(2), entry(3, true), entry(4)];
  assert.deepEqual(wayTo(history, 0), { direction: 'undo', steps: 2 });
  assert.deepEqual(wayTo(history, 3), { direction: 'redo', steps: 1 });
  assert.equal(wayTo(history, 2), undefined);
  assert.equal(wayTo(history, 4), undefined);
});

test('free keys are edited as JSON or as the text that they are', () => {
  for (const value of ['km', '1', '"', '', null, 1.5, [1, 'x'], { a: null }]) {
    assert.deepEqual(infoValue(infoText(value)), value);
  }
  assert.equal(infoText('km'), 'km');
  assert.equal(infoText('1'), '"1"');
});

test('files of a value are those that pandas and numpy read and write', () => {
  const frame = decodePickle(
    python(`import pandas
sys.stdout.buffer.write(pickle.dumps(pandas.DataFrame({'a': [1, 2], 'b': ['x, "y"', None]})))`),
  );
  const raw = { method: 'json' as const, ...encodeTypedJson(frame, { attachFrom: 1 }) };
  const csv = Buffer.concat(fileOf(raw, 'csv'));
  assert.equal(csv.toString(), 'a,b\n1,"x, ""y"""\n2,\n');
  const again = valueOfFile(csv, 'csv');
  assert.equal(Buffer.concat(fileOf(again, 'csv')).toString(), csv.toString());
  const whole = Buffer.concat(fileOf(raw, 'json')).toString();
  assert.equal(JSON.parse(whole).$type, 'dataframe');

  const npy = python(`import numpy
numpy.save(sys.stdout.buffer, numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3)))`);
  assert.deepEqual(Buffer.concat(fileOf(valueOfFile(npy, 'npy'), 'npy')), npy);
  const refused = [
    () => fileOf({ method: 'json', document: Buffer.from('{"a":1}'), buffers: [] }, 'csv'),
    () => fileOf({ method: 'json', document: Buffer.from('1'), buffers: [] }, 'npy'),
    () => valueOfFile(Buffer.from('x'), 'npy'),
    () => valueOfFile(Buffer.from('a,b\n1'), 'csv'),
  ];
  for (const refuse of refused) assert.throws(refuse, { name: 'ClientError', code: 'BAD_FILE' });
  assert.deepEqual(['a.CSV', 'b.json', 'c.npy', 'd.txt', 'e'].map(formatOfFile), [
    'csv',
    'json',
    'npy',
    undefined,
    undefined,
  ]);
});

test('texts to copy name the variable so that every language reads it', () => {
  assert.match(copyAs('Python', 'größe', ''), /value = workspace\["größe"\]/);
  assert.match(copyAs('TypeScript', 'x', ''), /await client\.get\("x"\)/);
  const curl = copyAs('curl', 'größe', 'http://127.0.0.1:12380');
  assert.match(curl, /^curl --fail --header "Authorization: Bearer \$\(headframe token show --role read\)" /);
  assert.match(curl, / 'http:\/\/127\.0\.0\.1:12380\/variables\/gr%C3%B6%C3%9Fe'\n$/);
});
