import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BaseExtension, BaseInterface, Host } from 'headframe';
import { startWorkspace } from './workspace-host.ts';

const root = new URL('../../', import.meta.url);
const CLASSES: Readonly<Record<string, { readonly prototype: object }>> = {
  BaseExtension,
  BaseInterface,
  Host,
};

/** The rows of the map's tables: PyMiner's name, ours without its quotes, and the note. */
function rows(): { name: string; ours: string; note: string }[] {
  const text = readFileSync(new URL('docs/reference/pyminer-map.md', root), 'utf8');
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [, name = '', ours = '', note = ''] = line.split('|').map((cell) => cell.trim());
    return { name, ours: ours.replaceAll('`', ''), note };
  });
}

/** A member reached by a dotted path. */
function member(start: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((object, key) => Reflect.get(Object(object), key), start);
}

test("everything that the map of PyMiner's names promises exists", async (t) => {
  const { plugins } = await startWorkspace(t, { builtIns: ['workspace', 'settings'] });
  const [extension] = plugins;
  const schema = JSON.parse(readFileSync(new URL('schemas/plugin.schema.json', root), 'utf8'));
  const exists = (ours: string): boolean => {
    const [place = '', key = ''] = ours.split('#');
    if (place === 'plugin.json') return key in schema.properties;
    if (ours.includes('#')) return typeof Reflect.get(CLASSES[place]?.prototype ?? {}, key) === 'function';
    if (ours in CLASSES) return true;
    const [start, ...path] = ours.split('.');
    if (start === 'extension') return member(extension, path) !== undefined;
    const last = path.at(-1) ?? '';
    // A function that nobody contributes is there, too: it throws. Its name is not among the keys.
    const group = member(extension?.extensionLib, path.slice(0, -1));
    const listed = path.length === 1 || Object.keys(Object(group)).includes(last);
    return start === 'extensionLib' && listed && typeof member(extension?.extensionLib, path) === 'function';
  };
  const missing = rows().filter(({ ours, note }) => (ours === '—' ? note === '' : !exists(ours)));
  assert.deepEqual(missing, []);
  assert.ok(rows().length > 100);
});

test('every function of Data stands in the map', async (t) => {
  const { plugins } = await startWorkspace(t);
  const mapped = new Set(rows().map(({ ours }) => ours));
  const own = Object.keys(plugins[0]?.extensionLib.Data ?? {}).map((key) => `extensionLib.Data.${key}`);
  assert.ok(own.length > 15);
  assert.deepEqual(
    own.filter((name) => !mapped.has(name)),
    [],
  );
});
