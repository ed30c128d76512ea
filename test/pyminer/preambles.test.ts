import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHost } from './shared-host.ts';

function answer(message: string, content: string): string {
  return `{"message": "${message}", "content": "${content}", "timestamp": T}`;
}

test('preambles of 2021 are answered in PyMiner’s words; a name is free when its client is gone', async () => {
  const host = await emptyHost();
  const before = Date.now() / 1000 - 1;
  const report = await host.python<Record<string, string>>('preambles.py');
  const texts = Object.entries(report).map(([what, text]) => {
    const [, timestamp = ''] = /"timestamp": (\d+\.\d+)\}$/.exec(text) ?? [];
    assert.ok(Number(timestamp) > before, text);
    return [what, text.replace(timestamp, 'T')];
  });
  assert.deepEqual(Object.fromEntries(texts), {
    short: answer('succeeded', 'connection established'),
    taken: answer('failed', "socket name 'cli1' already connected"),
    none: answer('failed', 'socket name is None'),
    number: answer('succeeded', 'socket connected'),
    empty: answer('succeeded', 'socket connected'),
    garbage: answer('failed', "invalid request json:\\nb'xx'"),
    list: answer('failed', "invalid request json:\\nb'[1]'"),
    'free again': answer('succeeded', 'socket connected'),
  });
});
