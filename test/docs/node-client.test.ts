import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { startHost } from '../socket-server/running-host.ts';
import { fileOf, readBlocks } from './markdown.ts';

/** Inside the checkout, where `headframe` leads to the sources. */
const folder = mkdtempSync(resolve('test/docs/.node-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('every program of the page prints what the page says, one after the other on one host', async (context) => {
  const { port } = await startHost(context);
  const env = { PATH: process.env.PATH, HEADFRAME_PORT: String(port) };
  const blocks = readBlocks(readFileSync('docs/how-to/node-client.md', 'utf8'));
  let programs = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.language !== 'ts') continue;
    const file = join(folder, fileOf(block) ?? assert.fail(`line ${block.line}: no file is named`));
    writeFileSync(file, block.text);
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', file], { env });
    const { stdout } = await run;
    const [expected] = blocks.slice(index + 1);
    assert.equal(expected?.language, 'text', `line ${block.line}: what it prints does not follow`);
    const provider = `node-${run.child.pid}`;
    assert.equal(stdout, expected.text.replaceAll('CLIENT', provider), `line ${block.line}`);
    programs += 1;
  }
  assert.equal(programs, 3);
});
