import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadframeError } from 'headframe';
import { readBackup } from '../../cli/backup.ts';
import { CodecError } from '../../codec/errors.ts';
import { readNpy } from '../../codec/files/npy.ts';
import { encodeFrame, FRAME_KIND, FRAMED_PREAMBLE, OPERATION } from '../../codec/frame/index.ts';
import { ConfigDocument } from '../../core/config/document.ts';
import { unpackArchive } from '../../core/plugin/archive.ts';
import { readManifest } from '../../core/plugin/manifest.ts';
import { zip } from '../install/zip.ts';
import type { Decoder } from './fuzz.ts';

const MANIFEST = {
  name: 'averager',
  display_name: 'Averager',
  version: '1.2.0',
  main: { file: 'main.ts', main: 'Extension' },
  group: 'tools/statistics',
  requirements: ['workspace>=1.0', 'settings'],
  dependencies: ['numpy'],
  widgets: [{ file: 'panel.ts', widget: 'Panel', position: 'new_dock_window', config: { x: 1 } }],
};
const CONFIG = `{
  // a comment
  "plugins": { "socket-server": { "enabled": true, "settings": { "port": 12306, "host": "::1" } } },
  "dataDir": "./data", /* another */ "log": { "level": "info" },
}`;
const NPY = `\x93NUMPY\x01\x00\x76\x00{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }`;

/** Whether `run` goes through; false for a coded error. */
async function unlessCoded(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof CodecError) return false;
    if (error instanceof HeadframeError && error.code !== 'INTERNAL') return false;
    throw error;
  }
}

/** Decoders of files; `folder` is an empty one for what they read and write. */
export function fileDecoders(folder: string): Decoder[] {
  return [archives(folder), manifests(folder), configs(), arrays(), backups()];
}

function archives(folder: string): Decoder {
  const [file, parent] = [join(folder, 'archive.zip'), join(folder, 'unpacked')];
  const plain = zip([
    { name: 'plugin.json', content: JSON.stringify(MANIFEST) },
    { name: 'sub/', mode: 0o040755 },
    { name: 'sub/main.ts', content: 'export {};\n'.repeat(20) },
  ]);
  return {
    name: 'archive',
    samples: [plain, zip([{ name: 'stored', content: 'as it is', method: 0 }])],
    takes: async (bytes) => {
      mkdirSync(parent);
      writeFileSync(file, bytes);
      const taken = await unlessCoded(() => unpackArchive(file, join(parent, 'target')));
      const beside = readdirSync(parent).filter((name) => name !== 'target');
      if (beside.length > 0) throw new Error(`${beside.join()} is beside the target`);
      rmSync(parent, { recursive: true });
      return taken;
    },
  };
}

function manifests(folder: string): Decoder {
  const plugin = join(folder, 'plugin');
  return {
    name: 'manifest',
    samples: [
      Buffer.from(JSON.stringify(MANIFEST, null, 2)),
      Buffer.from('{ "name": "small", "version": "1", "main": "main.mts", "settings": "s.json" }'),
    ],
    takes: (bytes) => {
      if (!existsSync(plugin)) mkdirSync(plugin);
      writeFileSync(join(plugin, 'plugin.json'), bytes);
      return unlessCoded(() => readManifest(plugin));
    },
  };
}

function configs(): Decoder {
  return {
    name: 'config',
    samples: [Buffer.from(CONFIG), Buffer.from('{"plugins": {}}')],
    takes: (bytes) => {
      const { document, problems } = ConfigDocument.parse('file', 'f', bytes);
      if (problems.some(({ line, col }) => line < 1 || col < 1)) throw new Error('a problem has no place');
      if (problems.length > 0 && Object.keys(document.value).length > 0)
        throw new Error('a document with problems has a value');
      return problems.length === 0;
    },
  };
}

function arrays(): Decoder {
  return {
    name: 'npy',
    samples: [Buffer.concat([Buffer.from(NPY.padEnd(127).concat('\n'), 'latin1'), Buffer.alloc(16)])],
    takes: (bytes) => unlessCoded(() => readNpy(bytes)),
  };
}

/** What a backup says of a variable; the frames around it are fuzzed as those of the wire. */
function backups(): Decoder {
  const payload = [Buffer.from('[1, 2]'), Buffer.from('buffer')];
  const meta = (params: object, lengths: unknown) => ({
    method: 'set_var',
    params,
    attachments: [{ param: 'value', lengths }],
  });
  const metas = [
    meta({ name: 'x', method: 'json', info: { unit: 'm' } }, [6, 6]),
    meta({ name: 'x', method: 'json', info: {} }, [12]),
    // Near what is right, so that mutations find more of what is wrong.
    meta({ name: 'x', method: 'json', info: {} }, 12),
    meta({ name: 1, method: 'json' }, ['12']),
    meta({}, [{}, null]),
  ];
  return {
    name: 'backup',
    samples: metas.map((one) => Buffer.from(JSON.stringify(one))),
    takes: (bytes) => {
      const head = { kind: FRAME_KIND.request, operation: OPERATION.command, id: 1, meta: bytes };
      const frame = encodeFrame({ ...head, payload });
      return unlessCoded(async () => {
        for await (const { name, value, info } of readBackup(each([Buffer.from(FRAMED_PREAMBLE), frame]))) {
          const parts = [value.document, ...value.buffers];
          const fits = typeof name === 'string' && parts.every((part) => part instanceof Uint8Array);
          if (!fits || typeof info !== 'object' || info === null) throw new Error('it is no variable');
        }
      });
    },
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
