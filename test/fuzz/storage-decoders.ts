import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from '../../plugins/workspace/mutations/mutation.ts';
import { readBatch, type ToValue, writeBatch } from '../../plugins/workspace/storage/batch-codec.ts';
import { BlobValue, type ContentSource } from '../../plugins/workspace/storage/blob-value.ts';
import { ByteReader } from '../../plugins/workspace/storage/byte-reader.ts';
import { ByteWriter } from '../../plugins/workspace/storage/byte-writer.ts';
import { verifyStorage } from '../../plugins/workspace/storage/verify.ts';
import { openWorkspace } from '../workspace/storage-folder.ts';
import { json, pickle } from '../workspace/values.ts';
import type { Decoder } from './fuzz.ts';

const MUTATIONS: Batch['mutations'][] = [
  [{ kind: 'remove', name: 'x' }],
  [
    { kind: 'rename', from: 'x', to: 'y' },
    { kind: 'travel', direction: 'undo', name: 'y', steps: 3 },
    { kind: 'restore', index: 200 },
  ],
  [{ kind: 'info', name: 'x', info: new Map<string, unknown>([['unit', 'm']]) }],
  [{ kind: 'type', name: 'Point', structure: { x: 'float' } }, { kind: 'purge' }],
];

/** What a log holds is checked by its sum first; `folder` is an empty one. */
export async function storageDecoders(folder: string): Promise<Decoder[]> {
  return [records(), ...(await files(folder))];
}

/** The bodies of records, as if their sums were right. */
function records(): Decoder {
  const unread = (): never => {
    throw new Error('nobody reads a value here');
  };
  const noSource: ContentSource = {
    documentOf: unread,
    buffersOf: unread,
    openDocument: unread,
    loadDocument: unread,
  };
  const toValue: ToValue = (reference) => new BlobValue(reference, noSource);
  return {
    name: 'record',
    samples: MUTATIONS.map((mutations) => {
      const writer = new ByteWriter();
      writeBatch(writer, { provider: 'ann', time: 1.5, mutations });
      return Buffer.from(writer.written());
    }),
    takes: (bytes) => {
      try {
        readBatch(new ByteReader(bytes), 1, toValue);
        return true;
      } catch (error) {
        // What reads the log says of each where it stands.
        if (error instanceof Error) return false;
        throw error;
      }
    },
  };
}

/** The log and the snapshot of a small workspace. */
async function files(folder: string): Promise<Decoder[]> {
  const source = join(folder, 'source');
  const { workspace, storage } = openWorkspace(source);
  for (const [name, value] of [
    ['x', json('[1, 2]')],
    ['y', pickle({ a: 1 })],
    ['x', json('"again"')],
  ] as const)
    await workspace.write([{ name, value }], { provider: 'ann' });
  await storage.close();
  const found = readdirSync(source).filter((name) => /^(log|snapshot)-\d+$/.test(name));
  return found.map((name) => {
    const kind = name.replace(/-\d+$/, '');
    const target = join(folder, kind);
    mkdirSync(join(target, 'blobs'), { recursive: true });
    return {
      name: kind,
      samples: [readFileSync(join(source, name))],
      takes: (bytes) => {
        writeFileSync(join(target, name), bytes);
        const { problems, tail } = verifyStorage(target);
        const odd = problems.filter(({ code }) => !code.startsWith('STORAGE_'));
        if (odd.length > 0) throw new Error(JSON.stringify(odd));
        return problems.length === 0 && tail === 0;
      },
    };
  });
}
