import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BROKEN_CONFIGS } from './broken-configs.ts';
import { configErrorOf, load, temporaryFolder, writeConfig } from './fixture.ts';

test('there are at least 50 broken configs', () => {
  assert.ok(BROKEN_CONFIGS.length >= 50);
});

for (const { text: marked, message, hint } of BROKEN_CONFIGS) {
  test(`told with its place: ${JSON.stringify(marked)}`, async (context) => {
    const offset = marked.indexOf('|');
    const before = marked.slice(0, offset).split('\n');
    const folder = temporaryFolder(context);
    const file = writeConfig(folder, marked.replace('|', ''));

    const error = await configErrorOf(() => load(folder));

    assert.equal(error.code, 'BAD_CONFIG');
    assert.equal(error.problems.length, 1, error.message);
    const [problem] = error.problems;
    assert.match(problem?.message ?? '', message);
    assert.equal(
      `${problem?.file}:${problem?.line}:${problem?.col}`,
      `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`,
    );
    if (hint) assert.match(problem?.hint ?? '', hint);
    assert.ok(error.message.startsWith(`${file}:${problem?.line}:${problem?.col}: `));
  });
}

test('all problems are told at once, in the order of the lines, each with its frame', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(
    folder,
    '{\n  "dataDir": 7,\n  "plugins": {\n    "workspace": { "settings": { "keep": 1 } }\n  },\n  "lgo": {}\n}\n',
  );
  const error = await configErrorOf(() => load(folder, { set: ['log.level=loud'] }));
  assert.deepEqual(
    error.problems.map(({ file, line, col, pointer }) => [file.replace(folder, ''), line, col, pointer]),
    [
      ['--set log.level', 0, 0, '/log/level'],
      ['/headframe.config.jsonc', 2, 14, '/dataDir'],
      ['/headframe.config.jsonc', 6, 3, '/lgo'],
    ],
  );
  assert.equal(
    error.problems[1]?.frame,
    ['  1 | {', '> 2 |   "dataDir": 7,', '    |              ^', '  3 |   "plugins": {'].join('\n'),
  );
});

test('a file over 1 MiB, one that is no UTF-8, one nested too deeply, and a missing one are told', async (context) => {
  const folder = temporaryFolder(context);
  const cases: [string | Buffer, RegExp][] = [
    [`{}${' '.repeat(1024 * 1024)}`, /larger than 1 MiB/],
    [Buffer.from([0x7b, 0x0a, 0xff, 0x7d]), /:2:1: the file is not UTF-8/],
    [`{ "pluginDirs": ${'['.repeat(100_000)}`, /:1:80: nested deeper than 64 levels/],
  ];
  for (const [content, message] of cases) {
    writeConfig(folder, content as string);
    assert.match((await configErrorOf(() => load(folder))).message, message);
  }
  const missing = await configErrorOf(() => load(folder, { file: 'other.jsonc' }));
  assert.match(missing.message, /other\.jsonc: there is no such file/);
});

test('many problems are cut at 100, with their number', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, `{${Array.from({ length: 150 }, (_, n) => `"key${n}": 1`).join(',\n')}}`);
  const error = await configErrorOf(() => load(folder));
  assert.equal(error.problems.length, 100);
  assert.match(error.message, /… and 50 more$/);
});

test('a byte order mark, comments, trailing commas and CRLF are taken', async (context) => {
  const folder = temporaryFolder(context);
  writeConfig(folder, '\uFEFF{\r\n  // where\r\n  "dataDir": "here", /* end */\r\n}\r\n');
  assert.equal((await load(folder)).dataDir, `${folder}/here`);
});
