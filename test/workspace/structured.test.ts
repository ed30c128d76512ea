import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PyFloat, type PyValue } from 'headframe/codec';
import { python } from './python.ts';
import { startWorkspace } from './workspace-host.ts';

const ANN = { provider: 'ann' };

function structured(type: string, fields: Record<string, PyValue>): Map<PyValue, PyValue> {
  return new Map<PyValue, PyValue>([['type', type], ...Object.entries(fields)]);
}

const complex = (real: PyValue, imag: PyValue) => structured('Complex', { real, imag });

test('structured values become what Python has for them, and come back', async (t) => {
  const { workspace } = await startWorkspace(t);
  const cases: [Map<PyValue, PyValue>, string][] = [
    [complex(1, 2.5), 'complex (1+2.5j)'],
    [structured('Vector', { value: [1, 2, 3] }), 'ndarray int64 [1 2 3]'],
    [structured('Vector', { value: [1, 2.5] }), 'ndarray float64 [1. 2.5]'],
    [structured('Vector', { value: [1, complex(0, 1)] }), 'ndarray complex128 [1.+0.j 0.+1.j]'],
    [
      structured('Matrix', {
        value: [
          [1, 2],
          [3, 4],
        ],
      }),
      'ndarray int64 [[1 2] [3 4]]',
    ],
    [
      structured('DataFrame', {
        table: [
          [1, 'x'],
          [2, 'y'],
        ],
        columns: ['n', 's'],
      }),
      'DataFrame n s 0 1 x 1 2 y',
    ],
    [structured('Series', { value: [1.5, 2.5], name: 'q' }), 'Series 0 1.5 1 2.5 Name: q, dtype: float64'],
  ];
  for (const [value, wanted] of cases) {
    await workspace.writeData('x', value, ANN);
    const said = await python(
      `
import pickle, sys
v = pickle.load(sys.stdin.buffer)
print(type(v).__name__, getattr(v, 'dtype', '') if type(v).__name__ == 'ndarray' else '', ' '.join(str(v).split()))`,
      await workspace.readPickle('x'),
    );
    assert.equal(said.toString().trim().replace(/ +/g, ' '), wanted.replace('[1. 2.5]', '[1. 2.5]'));
  }
  await workspace.writeData(
    'm',
    structured('Matrix', {
      value: [
        [1, 2],
        [3, 4],
      ],
    }),
    ANN,
  );
  assert.deepEqual(
    workspace.readData('m').value,
    structured('Matrix', {
      value: [
        [1, 2],
        [3, 4],
      ],
    }),
  );
  await workspace.writeData('v', structured('Vector', { value: [1, 2.5] }), ANN);
  assert.deepEqual(workspace.readData('v').value, structured('Vector', { value: [new PyFloat(1), 2.5] }));
  const table = structured('DataFrame', {
    table: [
      [1, 'x'],
      [2, 'y'],
    ],
    columns: ['n', 's'],
  });
  await workspace.writeData('d', table, ANN);
  assert.deepEqual(workspace.readData('d').value, table);
});

test("numpy's and pandas' own pickles are read in their structured form", async (t) => {
  const { workspace } = await startWorkspace(t);
  const dict = await python(`
import numpy as np, pandas as pd, pickle, sys
sys.stdout.buffer.write(pickle.dumps({k: pickle.dumps(v) for k, v in dict(
  f=np.asfortranarray([[1, 2], [3, 4]]), b=np.array([True, False]), u=np.array([2**64 - 1], dtype='u8'), n=1,
  df=pd.DataFrame({'a': [1, 2], 'b': [.5, 1.5]})).items()}))`);
  await workspace.writePickledDict(dict, ANN);
  assert.deepEqual(workspace.readData('f').value.get('value'), [
    [1, 2],
    [3, 4],
  ]);
  assert.deepEqual(workspace.readData('b').value.get('value'), [true, false]);
  assert.deepEqual(workspace.readData('u').value.get('value'), [2n ** 64n - 1n]);
  assert.deepEqual(workspace.readData('df').value.get('table'), [
    [1, 0.5],
    [2, 1.5],
  ]);
  assert.throws(() => workspace.readData('n'), { code: 'BAD_VALUE' });
  assert.throws(() => workspace.readData('nope'), { code: 'NOT_FOUND' });
});

test('a structured value that does not fit its type is refused with the place', async (t) => {
  const { workspace } = await startWorkspace(t);
  const matrix = structured('Matrix', { value: [[1]] });
  const system = { A: matrix, B: matrix, C: matrix, x: ['x'], y: ['y'], u: ['u'], sys: 's' };
  const cases: [Map<PyValue, PyValue>, RegExp][] = [
    [structured('Nope', {}), /the value has the unknown type "Nope"/],
    [structured('Vector', {}), /is a Vector without value/],
    [structured('Vector', { value: [1, 'x'] }), /\/value is no list\[float\|int\|Complex\]/],
    [structured('Vector', { value: [1], more: 1 }), /has an unknown field more/],
    [structured('Matrix', { value: [[1, 2], [3]] }), /row 1 has 1 elements where 2 are due/],
    [structured('StateSpace', { ...system, D: structured('Matrix', { value: 1 }) }), /\/D\/value is no list/],
  ];
  for (const [value, message] of cases) {
    await assert.rejects(workspace.writeData('x', value, ANN), { code: 'BAD_VALUE', message });
  }
  await workspace.writeData('x', structured('StateSpace', { ...system, D: matrix }), ANN);
  assert.equal(workspace.read('x')?.value.method, 'json');
  assert.equal(workspace.readData('x').value.get('type'), 'StateSpace');
});

test('types can be defined; their names are reserved from then on', async (t) => {
  const { workspace } = await startWorkspace(t);
  workspace.defineType('Point', { x: 'float|int', y: 'float|int' });
  workspace.defineType('Path', { points: 'list[Point]', closed: 'bool', label: 'str|none' });
  workspace.defineType('Point', { x: 'float|int', y: 'float|int' });
  const point = (x: number) => structured('Point', { x, y: 0.5 });
  await workspace.writeData(
    'p',
    structured('Path', { points: [point(1), point(2)], closed: true, label: null }),
    ANN,
  );
  await assert.rejects(
    workspace.writeData('p', structured('Path', { points: [point(1), 2], closed: true, label: null }), ANN),
    { code: 'BAD_VALUE', message: /\/points is no list\[Point\]/ },
  );
  assert.ok(workspace.names({ all: true }).includes('Point'));
  assert.ok(!workspace.names().includes('Point'));
  await assert.rejects(
    workspace.writeMany(
      [{ name: 'Point', value: { method: 'json', document: Buffer.from('1'), buffers: [] } }],
      ANN,
    ),
    { code: 'RESERVED' },
  );
  assert.throws(() => workspace.defineType('Point', { x: 'int' }), { code: 'DUPLICATE' });
  assert.throws(() => workspace.defineType('p', { x: 'int' }), { code: 'DUPLICATE' });
  assert.throws(() => workspace.defineType('Bad', { x: 'list[intt]' }), {
    code: 'BAD_VALUE',
    message: /unknown intt/,
  });
  assert.throws(() => workspace.defineType('Bad', { type: 'int' }), { code: 'BAD_VALUE' });
});
