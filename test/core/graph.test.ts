import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDependents, type Node, resolveGraph } from '../../core/plugin/graph.ts';
import { isMet, normaliseVersion, parseRequirement } from '../../core/plugin/requirement.ts';

function nodes(plugins: Record<string, string[]>, versions: Record<string, string> = {}): Map<string, Node> {
  return new Map(
    Object.entries(plugins).map(([name, requirements]) => [
      name,
      { version: versions[name] ?? '1.0.0', requirements: requirements.map(parseRequirement) },
    ]),
  );
}

function refusals(graph: ReturnType<typeof resolveGraph>): Record<string, string> {
  return Object.fromEntries(
    [...graph.refused].map(([name, error]) => [name, `${error.code}: ${error.message}`]),
  );
}

test('orders by requirements and otherwise as given', () => {
  assert.deepEqual(resolveGraph(nodes({ c: ['b'], x: [], b: ['a'], a: [] })).order, ['a', 'b', 'c', 'x']);
});

test('names the root of a chain of failures', () => {
  const graph = resolveGraph(
    nodes({ top: ['middle'], middle: ['bottom'], bottom: ['missing>=2'], other: [] }),
  );
  assert.deepEqual(graph.order, ['other']);
  const bottom = 'bottom requires missing>=2, but it is not there or not enabled';
  assert.deepEqual(refusals(graph), {
    bottom: `REQUIREMENT_MISSING: ${bottom}`,
    middle: `REQUIREMENT_MISSING: middle requires missing (by way of bottom), which failed: ${bottom}`,
    top: `REQUIREMENT_MISSING: top requires missing (by way of middle), which failed: middle requires missing (by way of bottom), which failed: ${bottom}`,
  });
});

test('reports a cycle with its path and refuses what hangs from it', () => {
  const graph = resolveGraph(nodes({ a: ['b'], b: ['c'], c: ['a'], hanging: ['a'], free: [] }));
  assert.deepEqual(graph.order, ['free']);
  assert.deepEqual([...graph.refused.keys()].sort(), ['a', 'b', 'c', 'hanging']);
  for (const name of ['a', 'b', 'c']) {
    assert.equal(graph.refused.get(name)?.message, 'plugins require each other: a → b → c → a');
  }
  assert.equal(graph.refused.get('a')?.code, 'REQUIREMENT_CYCLE');
});

test('reports a plugin that requires itself', () => {
  assert.equal(
    resolveGraph(nodes({ a: ['a'] })).refused.get('a')?.message,
    'plugins require each other: a → a',
  );
});

test('compares versions: 1.2 is 1.2.0 and is not 1.2.5', () => {
  const cases: [string, string, boolean][] = [
    ['a', '0.0.1', true],
    ['a==1.2', '1.2.0', true],
    ['a==1.2', '1.2.5', false],
    ['a >=3.8.3', '3.8.3', true],
    ['a>=1.10', '1.9.0', false],
    ['a<=2', '2.0.0', true],
    ['a<=2', '2.0.1', false],
    ['a==v0.1.0', '0.1.0', true],
  ];
  for (const [requirement, version, expected] of cases) {
    assert.equal(isMet(parseRequirement(requirement), version), expected, `${version} for ${requirement}`);
  }
  assert.equal(normaliseVersion('0.1'), '0.1.0');
  assert.throws(() => normaliseVersion('new'), { code: 'BAD_MANIFEST' });
});

test('refuses what is no requirement', () => {
  for (const text of ['', 'a>1', 'a==', '>=1', 'a b', 'a==x', '../a']) {
    assert.throws(() => parseRequirement(text), { code: 'BAD_MANIFEST' }, text);
  }
});

test('finds dependents in the order in which they have to be closed', () => {
  const graph = nodes({ base: [], one: ['base'], two: ['one'], other: [], three: ['two', 'base'] });
  assert.deepEqual(findDependents(graph, 'base'), ['three', 'two', 'one']);
  assert.deepEqual(findDependents(graph, 'other'), []);
});
