import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCsv, frameOf, parseCsv } from '../../codec/files/index.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { python, pythonLines } from './python.ts';

const badFile = (message: string) => ({ name: 'CodecError', code: 'BAD_FILE', message });

test("CSV reads as Python's csv module reads it", () => {
  const texts = [
    'a,b\n1,2\n',
    'a,b\r\n1,2\r\n',
    'a,b\r1,2',
    '"a, b","say ""so"""\n"two\nlines",""\n',
    'a,\n,b',
    'a,b,',
    'é€😀,x y',
  ];
  const program =
    'import sys, csv, io, json\nfor t in json.load(sys.stdin): print(json.dumps(list(csv.reader(io.StringIO(t, newline="")))))';
  assert.deepEqual(texts.map(parseCsv), pythonLines(['-c', program], JSON.stringify(texts)));
});

test('a byte order mark before CSV is no part of its first cell', () => {
  assert.deepEqual(parseCsv('\ufeffa,b\n'), [['a', 'b']]);
  assert.deepEqual(parseCsv(''), []);
});

test("CSV is written as Python's csv module reads it back", () => {
  const rows = [
    ['a', 'b,c', 'd"e'],
    ['two\nlines', 'cr\rlf', ''],
  ];
  const text = formatCsv(rows);
  assert.equal(text, 'a,"b,c","d""e"\n"two\nlines","cr\rlf",\n');
  const program =
    'import sys, csv, io, json\nprint(json.dumps(list(csv.reader(io.StringIO(json.load(sys.stdin), newline="")))))';
  assert.deepEqual(pythonLines(['-c', program], JSON.stringify(text)), [rows]);
});

test('what is no CSV is refused with its line', () => {
  assert.throws(
    () => parseCsv('a\n"two\nlines"x,b\n'),
    badFile('line 3 of the CSV: text follows a closing quote'),
  );
  assert.throws(() => parseCsv('a\nb\n"c'), badFile('line 3 of the CSV: a quote is not closed'));
});

test('a column of text becomes the first of int64, float64, bool and object that holds it', () => {
  const rows = [
    ['int', 'float', 'bool', 'text', 'mixed'],
    ['-1', '1e3', 'True', 'x', '1'],
    ['20', '', 'false', '', 'y'],
    ['+3', '-inf', 'true', 'None', ''],
    ['4', 'NaN', 'False', '1.2.3', '2.5'],
    ['5', '.5', 'True', 'z', 'True'],
  ];
  const program = `import sys, pickle
f = pickle.load(sys.stdin.buffer)
print([str(t) for t in f.dtypes])
for c in f: print(c, f[c].tolist())
print(f.index)`;
  const shown = python(['-c', program], encodePickle(frameOf(rows)));
  assert.deepEqual(shown.trimEnd().split('\n'), [
    "['int64', 'float64', 'bool', 'object', 'object']",
    'int [-1, 20, 3, 4, 5]',
    'float [1000.0, nan, -inf, nan, 0.5]',
    'bool [True, False, True, False, True]',
    "text ['x', None, 'None', '1.2.3', 'z']",
    "mixed ['1', 'y', None, '2.5', 'True']",
    'RangeIndex(start=0, stop=5, step=1)',
  ]);
});

test('rows that are longer or shorter than the names are refused', () => {
  assert.throws(
    () => frameOf([['a', 'b'], ['1', '2'], ['3']]),
    badFile('row 2 has 1 cells where 2 columns are named'),
  );
});
