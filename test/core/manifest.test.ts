import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readManifest } from '../../core/plugin/manifest.ts';
import { temporaryFolder, writeFiles } from './plugins.ts';

test('fills in every default', (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { 'plugin.json': '{ "name": "small" }' });
  assert.deepEqual(readManifest(folder), {
    name: 'small',
    displayName: 'small',
    version: '0.0.0',
    description: '',
    icon: '',
    path: folder,
    type_: '未知类型',
    group: '未知分组',
    file: `${folder}/plugin.json`,
    main: { file: 'main.ts', main: 'Extension' },
    interface: { file: 'main.ts', interface: 'Interface' },
    widgets: [],
    requirements: [],
    pipDependencies: [],
    npmDependencies: {},
    settings: undefined,
  });
});

test("reads PyMiner's keys", (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    'plugin.json': JSON.stringify({
      name: 'full',
      display_name: 'Full',
      version: 'v0.1',
      group: 'tools/plots',
      main: 'start.ts',
      interface: { file: 'offer.ts', interface: 'Offer' },
      requirements: ['base >=1.2'],
      dependencies: ['numpy'],
      widgets: [
        { file: 'panel.ts', widget: 'Panel', config: { side: 'left', name: 'panel' }, auto_insert: false },
      ],
      settings: 'settings.json',
    }),
  });
  const manifest = readManifest(folder);
  assert.deepEqual(manifest.main, { file: 'start.ts', main: 'Extension' });
  assert.deepEqual(manifest.interface, { file: 'offer.ts', interface: 'Offer' });
  assert.deepEqual([manifest.type_, manifest.group, manifest.version], ['tools', 'plots', '0.1.0']);
  assert.deepEqual(manifest.requirements, [{ name: 'base', comparison: '>=', version: '1.2' }]);
  assert.deepEqual(manifest.pipDependencies, ['numpy']);
  assert.deepEqual(manifest.widgets, [
    {
      file: 'panel.ts',
      widget: 'Panel',
      position: 'new_dock_window',
      config: { side: 'left', name: 'panel' },
      autoInsert: false,
    },
  ]);
});

describe('refuses, with the path of what is wrong', () => {
  const cases: Record<string, [object, RegExp]> = {
    'no name': [{}, /\/ must have required property 'name'/],
    'a name that is none': [{ name: '../up' }, /\/name must match pattern/],
    'a prototype name': [{ name: 'constructor' }, /\/name must NOT be valid/],
    'an unknown key': [{ name: 'a', widget: [] }, /\/ has no widget/],
    'a file outside the folder': [{ name: 'a', main: '../../etc/passwd.js' }, /\/main/],
    'an absolute file': [{ name: 'a', settings: '/etc/passwd' }, /\/settings must match pattern/],
    'a drive': [{ name: 'a', settings: 'C:/x.json' }, /\/settings must match pattern/],
    'a Python module': [{ name: 'a', main: { file: 'main.py' } }, /main\.py is a Python module/],
    'a version that is none': [{ name: 'a', version: 'new' }, /"new" is no version/],
    'a requirement that is none': [{ name: 'a', requirements: ['b>1'] }, /"b>1" is no requirement/],
    'a side that is none': [
      { name: 'a', widgets: [{ file: 'p.ts', widget: 'P', config: { side: 'up' } }] },
      /\/widgets\/0\/config\/side must be one of left, right, top, bottom/,
    ],
  };
  for (const [name, [manifest, message]] of Object.entries(cases)) {
    test(name, (t) => {
      const folder = temporaryFolder(t);
      writeFiles(folder, { 'plugin.json': JSON.stringify(manifest) });
      assert.throws(() => readManifest(folder), { code: 'BAD_MANIFEST', message });
    });
  }

  test('a folder without a manifest', (t) => {
    assert.throws(() => readManifest(temporaryFolder(t)), { code: 'BAD_MANIFEST', message: /is no plugin/ });
  });

  test('a manifest that is too large, or no object', (t) => {
    const folder = temporaryFolder(t);
    writeFiles(folder, { 'plugin.json': ' '.repeat(2 ** 20 + 1) });
    assert.throws(() => readManifest(folder), { code: 'BAD_MANIFEST', message: /larger than 1 MiB/ });
    writeFiles(folder, { 'plugin.json': '[]' });
    assert.throws(() => readManifest(folder), { code: 'BAD_MANIFEST', message: /is not a JSON object/ });
  });
});
