import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHost } from './shared-host.ts';

interface Report {
  /** Base64 of the pickle that was written; it contains the terminator. */
  readonly text: string;
  readonly exchanges: Readonly<Record<string, string[]>>;
}

const CONFIRMATIONS: Readonly<Record<string, string[]>> = {
  classic_short: ['conn_established'],
  classic_long: [],
  named_short: ['succeeded'],
  named_short_ended: ['succeeded'],
  named_long: ['succeeded'],
};

function escaped(text: string): string {
  return text.replaceAll('PMEND', '\\u0050MEND');
}

test('bytes one at a time, packets in one segment, torn terminators: each exchange works', async () => {
  const host = await emptyHost();
  const { text, exchanges } = await host.python<Report>('fragments.py');
  assert.match(text, /PMEND/);
  assert.equal(Object.keys(exchanges).length, Object.keys(CONFIRMATIONS).length * 3);
  for (const [exchange, answers] of Object.entries(exchanges)) {
    const [preamble = '', way] = exchange.split(' ');
    const name = escaped(`${preamble}_${way}_PMEND`);
    const word = preamble.startsWith('classic') ? 'success' : 'succeeded';
    assert.deepEqual(
      answers,
      [
        ...(CONFIRMATIONS[preamble] ?? ['?']),
        `{"message": "${word}"}`,
        `{"${name}": "${escaped(text)}", "message": "${word}"}`,
        `{"message": "succeeded", "var_name": "${name}", "data_source": "\\u0050MEND"}`,
      ],
      exchange,
    );
  }
});
