import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startHostProcess } from '../cli/cli-process.ts';
import { PythonProcess } from '../clients/python-process.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { fileOf, readBlocks } from './markdown.ts';

const BLOCKS = readBlocks(readFileSync('docs/how-to/inspector.md', 'utf8'));
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/\?ticket=\S+/;

/** Opens an address as a browser does that keeps the cookie it is given. */
async function open(address: string): Promise<string> {
  const { status, headers } = await fetch(address, { redirect: 'manual' });
  assert.equal(status, 303);
  const [cookie = ''] = headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  const page = await fetch(new URL(headers.get('location') ?? '', address), { headers: { cookie } });
  assert.equal(page.status, 200);
  return page.text();
}

test('the address that the start prints lets a browser in, and so does the one that a program asks for', async (t) => {
  const [shown] = BLOCKS.filter(({ language }) => language === 'text');
  assert.match(shown?.text ?? '', ADDRESS);
  const folder = temporaryFolder(t);
  const host = await startHostProcess(t, folder);
  const [printed = ''] = ADDRESS.exec(host.out) ?? [];
  assert.match(await open(printed), /<html/);

  const program = BLOCKS.find((block) => fileOf(block) === 'open.py')?.text ?? '';
  const { port } = JSON.parse(readFileSync(`${folder}/.headframe/runtime.json`, 'utf8')).addresses.tcp;
  const python = new PythonProcess({ args: ['-c', program], port, cwd: folder });
  const asked = await python.line();
  await python.end();
  assert.match(asked, ADDRESS);
  assert.match(await open(asked), /<html/);
});

test('without it there is no page', async (t) => {
  const [config] = BLOCKS.filter(({ language }) => language === 'jsonc');
  const folder = temporaryFolder(t);
  writeFiles(folder, { 'headframe.config.jsonc': config?.text ?? '' });
  const host = await startHostProcess(t, folder);
  assert.match(host.out, /web-inspector +0\.1\.0 +disabled/);
  assert.doesNotMatch(host.out, ADDRESS);
});
