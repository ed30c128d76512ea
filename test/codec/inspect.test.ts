import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataOnlyPolicy } from '../../codec/pickle/data-only-policy.ts';
import { inspectPickle, inspectPickleInSlices } from '../../codec/pickle/inspect.ts';
import { policyFromList } from '../../codec/pickle/policy.ts';
import { hostileSamples, type Outcome } from './hostile-samples.ts';
import { pythonLines } from './python.ts';

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

test('hostile samples: CPython does what is written of each', () => {
  const lines = hostileSamples.map(({ pickle, probe }) =>
    JSON.stringify({ pickle: bytes(pickle).toString('base64'), probe: probe ?? '' }),
  );
  const outcomes = pythonLines<{ c: Outcome; pure: Outcome }>(['load-hostile.py'], lines.join('\n'));
  const expected = hostileSamples.map(({ name, c, pure }) => ({ name, c, pure: pure ?? c }));
  assert.deepEqual(
    hostileSamples.map(({ name }, at) => ({ name, ...outcomes[at] })),
    expected,
  );
});

test('hostile samples: the verdict on each, with its reason', async () => {
  for (const { name, pickle, verdict, names } of hostileSamples) {
    const report = inspectPickle(bytes(pickle));
    assert.equal(report.verdict, verdict, `${name}: ${report.reasons.join('; ')}`);
    assert.equal(report.reasons.length > 0, verdict !== 'data-only', name);
    if (names) {
      const found = report.imports.map((one) => `${one.module}.${one.name}`);
      assert.ok(found.includes(names), `${name}: ${found.join(', ')}`);
    }
    assert.deepEqual(await inspectPickleInSlices(bytes(pickle)), report, name);
  }
});

test('no sample that CPython executes is called data', () => {
  const executed = hostileSamples.filter(({ c, pure }) => c === 'runs' || c === 'changes' || pure === 'runs');
  assert.ok(executed.length >= 28);
  for (const { name, pickle } of executed)
    assert.notEqual(inspectPickle(bytes(pickle)).verdict, 'data-only', name);
});

test('the report names imports, calls, protocol, trailing bytes and reasons', () => {
  assert.deepEqual(inspectPickle(bytes('\x80\x04cos\nmkdir\n0ccollections\nOrderedDict\n)R.xyz')), {
    verdict: 'foreign-imports',
    imports: [
      { module: 'os', name: 'mkdir', called: false },
      { module: 'collections', name: 'OrderedDict', called: true },
    ],
    reasons: ['The policy does not permit that it imports os.mkdir (at byte 2)'],
    protocol: 4,
    trailing: 3,
  });
});

test('a limit passed is no verdict of data', () => {
  const report = inspectPickle(bytes('\x80\x04]((((((eeeeee.'), dataOnlyPolicy, { maxDepth: 3 });
  assert.equal(report.verdict, 'unknown');
  assert.deepEqual(report.reasons, ['The pickle exceeds the limit maxDepth = 3 (at byte 6)']);
});

test('a policy is made from lines of names and permissions', () => {
  const policy = policyFromList(['# comment', '', 'a.b.C', 'a.f call', 'a.f build']);
  assert.equal(policy.permits('a.b', 'C', 'reference'), true);
  assert.equal(policy.permits('a.b', 'C', 'call'), false);
  assert.equal(policy.permits('a', 'f', 'call'), true);
  assert.equal(policy.permits('a', 'f', 'build'), true);
  assert.equal(policy.permits('a', 'f', 'fill'), false);
  assert.equal(policy.permits('a', 'b.C', 'reference'), false);
  assert.throws(() => policyFromList(['a.f cal']), {
    name: 'TypeError',
    message: 'Not "module.name permission…": a.f cal',
  });
  assert.throws(() => policyFromList(['f call']), {
    name: 'TypeError',
    message: 'Not "module.name permission…": f call',
  });
});

test('no name of Python 2 is permitted unless CPython translates it as we do', () => {
  const code = `
import _compat_pickle as c, json
names = ['bytes', 'set', 'encode', 'OrderedDict', 'dtype', 'range', 'xrange', 'object', 'datetime', 'list', 'eval']
pairs = list(c.NAME_MAPPING) + [(m, n) for m in c.IMPORT_MAPPING for n in names]
for module, name in pairs:
    m3, n3 = c.NAME_MAPPING.get((module, name)) or (c.IMPORT_MAPPING[module], name)
    print(json.dumps([module, name, m3, n3]))
`;
  const rows = pythonLines<[string, string, string, string]>(['-c', code]);
  assert.ok(rows.length > 500);
  for (const [module, name, module3, name3] of rows) {
    const { verdict } = inspectPickle(bytes(`c${module}\n${name}\n.`));
    const expected = dataOnlyPolicy.permits(module3, name3, 'reference') ? 'data-only' : 'foreign-imports';
    if (verdict === 'data-only') assert.equal(verdict, expected, `${module}.${name} is ${module3}.${name3}`);
  }
});

test('the class that protocols 0 and 1 make an instance of is judged as if it were called', () => {
  const made = (module: string, name: string) =>
    inspectPickle(bytes(`ccopyreg\n_reconstructor\n(c${module}\n${name}\ncbuiltins\nobject\nNtR.`));
  const { verdict, reasons } = made('os', 'PathLike');
  assert.equal(verdict, 'foreign-imports');
  assert.deepEqual(reasons, [
    'The policy does not permit that it imports os.PathLike (at byte 25)',
    'The policy does not permit that it calls os.PathLike (at byte 57)',
  ]);
  const fraction = made('fractions', 'Fraction');
  assert.equal(fraction.verdict, 'data-only');
  assert.deepEqual(fraction.imports[1], { module: 'fractions', name: 'Fraction', called: true });
});

test('what changes something unknown, or something that has no state, is not called data', () => {
  const reasons = (pickle: string) => {
    const report = inspectPickle(bytes(pickle));
    assert.equal(report.verdict, 'unknown');
    return report.reasons;
  };
  assert.deepEqual(reasons('NNb.'), ['BUILD changes a plain value (at byte 2)']);
  assert.deepEqual(reasons('P1\nNb.'), [
    'PERSID gives whatever the reader has for it (at byte 0)',
    'BUILD changes an unknown value (at byte 4)',
  ]);
});
