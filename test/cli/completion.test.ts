import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { runCli } from './run-cli.ts';

test('bash completes commands at every level', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, { script: (await runCli(folder, ['completion', 'bash'])).out });
  const complete = (...words: string[]): string[] => {
    const program = `source ${join(folder, 'script')}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
      COMP_CWORD=${words.length - 1}; _headframe; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', program], { encoding: 'utf8' }).split('\n').filter(Boolean);
  };
  assert.deepEqual(complete('headframe', 'st'), ['start', 'status', 'stop']);
  assert.deepEqual(complete('headframe', 'plugin', 'dis'), ['disable']);
  assert.deepEqual(complete('headframe', 'start', '--watch', '--re'), ['--ready-file']);
  assert.deepEqual(complete('headframe', 'plugin', 'disable', 'x', '--cas'), ['--cascade']);
});

test('zsh and fish get the same words; another shell is refused', async (t) => {
  const folder = temporaryFolder(t);
  for (const shell of ['zsh', 'fish']) {
    const { out } = await runCli(folder, ['completion', shell]);
    for (const word of ['" plugin disable"', '--ready-file', '--sources', 'refresh'])
      assert.ok(out.includes(word), word);
  }
  assert.equal((await runCli(folder, ['completion', 'tcsh'])).code, 2);
});
