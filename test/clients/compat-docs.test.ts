import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { type Block, fileOf, readBlocks } from '../docs/markdown.ts';
import { PythonProcess } from './python-process.ts';
import { startWorkspaceHost } from './workspace-host.ts';

const blocks = readBlocks(readFileSync('docs/how-to/from-pyminer.md', 'utf8'));

/** The block of that file, and what stands below it as what it prints. */
function program(file: string): { source: string; prints: string } {
  const index = blocks.findIndex((block) => fileOf(block) === file);
  const prints = blocks.slice(index + 1).find(({ lead }) => lead === 'It prints:');
  return { source: textOf(blocks[index]), prints: textOf(prints) };
}

function textOf(block: Block | undefined): string {
  assert.ok(block);
  return block.text;
}

/** Runs a program of the document as its reader would, with `args` in front of it; gives what it prints. */
async function run(context: TestContext, file: string, ...args: readonly string[]): Promise<string> {
  const { port } = await startWorkspaceHost(context);
  const cwd = temporaryFolder(context);
  writeFiles(cwd, { [file]: program(file).source });
  const env = { QT_QPA_PLATFORM: 'offscreen' };
  return `${await new PythonProcess({ args: [...args, file], port, cwd, env }).end()}\n`;
}

test('the old script runs by the command that the document shows, and prints what it says', async (context) => {
  const [, ...args] = textOf(blocks.find(({ language }) => language === 'sh'))
    .trim()
    .split(' ');
  assert.equal(args.pop(), 'old_script.py');
  assert.equal(await run(context, 'old_script.py', ...args), program('old_script.py').prints);
});

for (const file of ['listen.py', 'window.py']) {
  test(`${file} prints what the document says`, async (context) => {
    assert.equal(await run(context, file), program(file).prints);
  });
}

test('the session in IPython goes as the document shows it', async (context) => {
  const { port } = await startWorkspaceHost(context);
  const session = textOf(blocks.find(({ text }) => text.startsWith('In [1]:')));
  const inputs = [...session.matchAll(/^In \[\d+\]: (.*)$/gm)].map(([, input = '']) => input);
  const cwd = temporaryFolder(context);
  const args = ['-m', 'IPython', '--simple-prompt', '--no-banner', '--no-confirm-exit', '--colors=NoColor'];
  const python = new PythonProcess({ args, port, cwd, env: { IPYTHONDIR: cwd } });
  for (const input of inputs) python.write(input);
  const shown = /headframe: .*-/.exec(session)?.[0];
  assert.ok(shown);
  assert.match(await python.end(), new RegExp(`${shown}\\d+$`, 'm'));
});

test('every name that stands for one of PyMiner’s exists', async () => {
  const rows = readFileSync('docs/reference/pyminer-clients.md', 'utf8').matchAll(
    /^\| `.*?` .*?\| (.*?) \|/gm,
  );
  const names = [...rows].flatMap(([, ours = '']) => ours.replaceAll('`', '').split(', '));
  assert.ok(names.length > 50);
  const args = ['clients/python/tests/compat/missing_names.py', ...names];
  const python = new PythonProcess({ args, port: 1, env: { QT_QPA_PLATFORM: 'offscreen' } });
  assert.deepEqual(JSON.parse(await python.end()), []);
});
