import type { PreparedValue } from '../revision.ts';
import type { Method } from '../value.ts';
import type { BlobLayout, Place } from './blob-layout.ts';
import { contentSize } from './blob-layout.ts';
import { type BlobReference, BlobValue } from './blob-value.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

/** Bits of the first byte. */
const JSON_METHOD = 1;
const BLOB = 2;
const VOLATILE = 4;
const HAS_CRC = 8;

const NO_BYTES = new Uint8Array();
const NO_BUFFERS: readonly Uint8Array[] = [];

/** A value as it was written in a record. */
export interface DecodedValue {
  readonly prepared: PreparedValue;
  readonly volatile: boolean;
}

/** Writes a value: inline, as a reference to its file, or, of a volatile one, its size alone. */
export function writeValue(writer: ByteWriter, { value, size }: PreparedValue, volatile: boolean): void {
  const json = value.method === 'json' ? JSON_METHOD : 0;
  if (volatile) {
    writer.u8(json | VOLATILE);
    writer.integer(size);
  } else if (value instanceof BlobValue) {
    writer.u8(json | BLOB | (value.crc === undefined ? 0 : HAS_CRC));
    writer.text(value.id);
    if (value.crc !== undefined) writer.u32(value.crc);
    writeLayout(writer, value.layout);
  } else {
    writer.u8(json);
    writer.bytes(value.document);
    writer.integer(value.buffers.length);
    for (const buffer of value.buffers) writer.bytes(buffer);
  }
}

/** Reads what `writeValue` wrote; of a volatile value there is nothing but its size. */
export function readValue(
  reader: ByteReader,
  toValue: (reference: BlobReference) => BlobValue,
): DecodedValue {
  const bits = reader.u8();
  const method: Method = bits & JSON_METHOD ? 'json' : 'pickle';
  if (bits & VOLATILE) {
    const value = { method, document: NO_BYTES, buffers: [] };
    return { prepared: { value, size: reader.integer() }, volatile: true };
  }
  if (bits & BLOB) {
    const id = reader.text();
    const crc = bits & HAS_CRC ? reader.u32() : undefined;
    const layout = readLayout(reader);
    const value = toValue({ method, id, crc, layout });
    return { prepared: { value, size: contentSize(layout) }, volatile: false };
  }
  const document = reader.bytes();
  const count = reader.integer();
  if (count === 0) {
    return {
      prepared: { value: { method, document, buffers: NO_BUFFERS }, size: document.byteLength },
      volatile: false,
    };
  }
  const buffers = Array.from({ length: count }, () => reader.bytes());
  const size = buffers.reduce((sum, { byteLength }) => sum + byteLength, document.byteLength);
  return { prepared: { value: { method, document, buffers }, size }, volatile: false };
}

/** Passes over a value that stands in its record; gives its size, or nothing for another one, of which a part was passed. */
export function passValue(reader: ByteReader): number | undefined {
  if ((reader.u8() & (BLOB | VOLATILE)) !== 0) return undefined;
  let size = reader.passBytes();
  for (let left = reader.integer(); left > 0; left--) size += reader.passBytes();
  return size;
}

function writeLayout(writer: ByteWriter, { size, document, buffers }: BlobLayout): void {
  writer.integer(size);
  writePlace(writer, document);
  writer.integer(buffers.length);
  for (const place of buffers) writePlace(writer, place);
}

function readLayout(reader: ByteReader): BlobLayout {
  const size = reader.integer();
  const document = readPlace(reader);
  const buffers = Array.from({ length: reader.integer() }, () => readPlace(reader));
  return { size, document, buffers };
}

function writePlace(writer: ByteWriter, { offset, length }: Place): void {
  writer.integer(offset);
  writer.integer(length);
}

function readPlace(reader: ByteReader): Place {
  return { offset: reader.integer(), length: reader.integer() };
}
