import { crc32 } from 'node:zlib';

/**
 * The head of a record, little endian: u32 mark, u32 length of the body, u32 CRC-32 of all that follows
 * it (begun with the file's seed), u64 base, u64 synced.
 */
export const HEAD_BYTES = 28;

/** `HFR1`: where a record begins. */
export const MARK = Buffer.from('HFR1');

const MARK_NUMBER = MARK.readUInt32LE(0);
const LENGTH_AT = 4;
const CRC_AT = 8;
const BASE_AT = 12;
const SYNCED_AT = 20;
const WORD = 2 ** 32;

/** What the head of a record says. Offsets and lengths are bytes. */
export interface RecordHead {
  readonly length: number;
  readonly crc: number;
  /** The workspace's revision before the record's changes. */
  readonly base: number;
  /** Everything in the file before this offset was on disk when the record was written, blobs included. */
  readonly synced: number;
}

/** Completes a record whose body stands behind room for a head. */
export function sealRecord(record: Buffer, seed: number, base: number, synced: number): void {
  record.writeUInt32LE(MARK_NUMBER, 0);
  record.writeUInt32LE(record.byteLength - HEAD_BYTES, LENGTH_AT);
  writeU64(record, base, BASE_AT);
  writeU64(record, synced, SYNCED_AT);
  record.writeUInt32LE(crc32(record.subarray(BASE_AT), seed), CRC_AT);
}

/** The head at an offset, or nothing when there is none. */
export function readHead(bytes: Buffer, at: number): RecordHead | undefined {
  if (at + HEAD_BYTES > bytes.byteLength || bytes.readUInt32LE(at) !== MARK_NUMBER) return undefined;
  return {
    length: bytes.readUInt32LE(at + LENGTH_AT),
    crc: bytes.readUInt32LE(at + CRC_AT),
    base: readU64(bytes, at + BASE_AT),
    synced: readU64(bytes, at + SYNCED_AT),
  };
}

/** Whether the bytes of a whole record are those that were written. */
export function isIntact(bytes: Buffer, at: number, head: RecordHead, seed: number): boolean {
  return crc32(bytes.subarray(at + BASE_AT, at + HEAD_BYTES + head.length), seed) === head.crc;
}

function writeU64(bytes: Buffer, value: number, at: number): void {
  bytes.writeUInt32LE(value % WORD, at);
  bytes.writeUInt32LE(Math.floor(value / WORD), at + 4);
}

function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * WORD;
}
