import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { startHost } from '../socket-server/running-host.ts';
import { readPage } from './files.ts';
import { installHeadframe } from './install-headframe.ts';
import { fileOf } from './markdown.ts';
import { runProgram } from './run-program.ts';

test('every program of the page prints what the page says, one after the other on one host', async (context) => {
  const { port } = await startHost(context);
  const folder = temporaryFolder(context);
  await installHeadframe(folder);
  const blocks = readPage('node-client');
  let programs = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.language !== 'ts') continue;
    assert.ok(fileOf(block), `line ${block.line}: no file is named`);
    const { pid, stdout, stderr } = await runProgram(folder, block.text, { HEADFRAME_PORT: String(port) });
    const [expected] = blocks.slice(index + 1);
    assert.equal(expected?.language, 'text', `line ${block.line}: what it prints does not follow`);
    const shown = expected.text.replaceAll('CLIENT', `node-${pid}`);
    assert.deepEqual([stdout, stderr], [shown, ''], `line ${block.line}`);
    programs += 1;
  }
  assert.equal(programs, 3);
});
