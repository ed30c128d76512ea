import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { decodePickle, decodeTypedJson, encodeTypedJson, type TypedJson } from '../../codec/index.ts';

const SOURCES = resolve('clients/python/src');
const PROGRAM = resolve('clients/python/tests/exchange.py');
const CORPUS = resolve('test/codec');
const folder = mkdtempSync(join(tmpdir(), 'headframe-typed-json-'));
after(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly expression: string;
  readonly pieces: readonly Buffer[];
}

function python(command: 'write' | 'check', file: string): string {
  const env = { ...process.env, PYTHONPATH: SOURCES };
  return execFileSync('/usr/bin/python3', ['-B', PROGRAM, command, CORPUS, file], {
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 26,
  });
}

function* entries(data: Buffer): Generator<Entry> {
  for (let at = 0; at < data.length; ) {
    const end = at + 4 + data.readUInt32LE(at);
    const { expression, lengths } = JSON.parse(data.toString('utf8', at + 4, end));
    at = end;
    const pieces = (lengths as number[]).map((length) => {
      at += length;
      return data.subarray(at - length, at);
    });
    yield { expression, pieces };
  }
}

function packed(expression: string, { document, buffers }: TypedJson): Buffer {
  const pieces = [document, ...buffers];
  const header = Buffer.from(JSON.stringify({ expression, lengths: pieces.map((piece) => piece.length) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, ...pieces]);
}

test('the corpus comes back exactly from Python to TypeScript to Python, and from pickles', () => {
  const written = join(folder, 'written');
  python('write', written);
  const answers: Buffer[] = [];
  let count = 0;
  for (const { expression, pieces } of entries(readFileSync(written))) {
    const [document, buffers, pickle] = [pieces[0], pieces.slice(1, -1), pieces.at(-1)];
    assert.ok(document && pickle);
    const value = decodeTypedJson(document, { buffers });
    answers.push(packed(expression, encodeTypedJson(value)));
    answers.push(packed(expression, encodeTypedJson(value, { attachFrom: 64 })));
    answers.push(packed(expression, encodeTypedJson(decodePickle(pickle), { attachFrom: 1 })));
    count += 1;
  }
  assert.ok(count >= 3 * 200, `only ${count} documents`);
  const answered = join(folder, 'answered');
  writeFileSync(answered, Buffer.concat(answers));
  const lines = python('check', answered).trim().split('\n');
  assert.deepEqual(lines, [JSON.stringify({ checked: 3 * count, wrong: 0 }).replace(/[:,]/g, '$& ')]);
});
