import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as the test wants it written, right or wrong. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Unix mode with type bits. */
  readonly mode?: number;
  /** What the archive claims instead of the truth. */
  readonly claim?: { readonly bytes?: number; readonly packedBytes?: number; readonly crc?: number };
  readonly method?: number;
  readonly flags?: number;
  /** Points to the data of this earlier entry instead of having its own. */
  readonly sameDataAs?: number;
}

const UTF8_FLAG = 0x800;

/** Builds a `.zip` (PKWARE APPNOTE 6.3) by hand, so that it can be hostile. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const places: { offset: number; packed: Buffer; content: Buffer }[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const shared = entry.sameDataAs === undefined ? undefined : places[entry.sameDataAs];
    const content = shared?.content ?? Buffer.from(entry.content ?? '');
    const packed = shared?.packed ?? (entry.method === 0 ? content : deflate(content));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(UTF8_FLAG | (entry.flags ?? 0), 2);
    fields.writeUInt16LE(entry.method ?? 8, 4);
    fields.writeUInt32LE(entry.claim?.crc ?? crc32(content), 10);
    fields.writeUInt32LE(entry.claim?.packedBytes ?? packed.length, 14);
    fields.writeUInt32LE(entry.claim?.bytes ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = shared ? (places[entry.sameDataAs ?? 0] ?? { offset }) : { offset };
    directory.push(directoryEntry(fields, name, entry.mode ?? 0o100644, place.offset));
    places.push({ offset: place.offset, packed, content });
    if (shared) continue;
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** The last content that was deflated: many entries in a row have the same one. */
let last: { content: Buffer; packed: Buffer } = { content: Buffer.alloc(0), packed: deflateRawSync('') };

function deflate(content: Buffer): Buffer {
  if (!content.equals(last.content)) last = { content, packed: deflateRawSync(content) };
  return last.packed;
}

/** Writes an archive of files: path → text. */
export function writeZip(file: string, files: Readonly<Record<string, string>>): void {
  writeFileSync(file, zip(Object.entries(files).map(([name, content]) => ({ name, content }))));
}

function directoryEntry(fields: Buffer, name: Buffer, mode: number, offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  // Made by Unix (3): only then do the attributes hold a mode.
  const madeBy = Buffer.from([20, 3]);
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, tail, name]);
}
