import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { HeadframeError, messageOf } from '../errors.ts';
import {
  type ArchiveEntry,
  checkEntries,
  MAX_ENTRIES,
  MAX_UNPACKED_BYTES,
  refused,
} from './archive-entries.ts';

/**
 * Unpacks a `.zip` (PKWARE APPNOTE 6.3) into a folder that does not exist yet. Everything is checked
 * before the first file is written; names, links and sizes as {@link checkEntries} has them. Files are
 * 0644. Throws `BAD_ARCHIVE`, `IO_FAILED`; what was written until then is the caller's to remove.
 */
export async function unpackArchive(file: string, target: string): Promise<void> {
  const bytes = await readArchive(file);
  // Loaded here alone: most hosts never unpack anything.
  const { fromBufferPromise } = await import('yauzl');
  const zip = await attempt('', () =>
    fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, strictFileNames: true }),
  );
  try {
    const entries = await readEntries(zip);
    checkEntries(entries.map(asArchiveEntry), bytes.byteLength);
    await mkdir(target, { recursive: true });
    for (const entry of entries) await unpackEntry(zip, entry, target);
  } finally {
    zip.close();
  }
}

async function readArchive(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MAX_UNPACKED_BYTES) throw refused('', `is larger than ${MAX_UNPACKED_BYTES} bytes`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof HeadframeError) throw error;
    throw new HeadframeError('IO_FAILED', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function readEntries(zip: ZipFile): Promise<Entry[]> {
  return attempt('', async () => {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      // One more than allowed is enough for the check to refuse it.
      if (entries.length > MAX_ENTRIES) break;
    }
    return entries;
  });
}

async function unpackEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  const path = join(target, entry.fileName);
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  const content = await attempt(entry.fileName, async () => buffer(await zip.openReadStreamPromise(entry)));
  if (crc32(content) !== entry.crc32) throw refused(entry.fileName, 'is damaged: its checksum is wrong');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { flag: 'wx', mode: 0o644 });
}

function asArchiveEntry(entry: Entry): ArchiveEntry {
  return {
    name: entry.fileName,
    mode: entry.externalFileAttributes >>> 16,
    packedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    encrypted: entry.isEncrypted(),
  };
}

/** Runs a step of the unpacker, whose errors have no code. */
async function attempt<T>(entry: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw refused(entry, `cannot be read: ${messageOf(error)}`, error);
  }
}
