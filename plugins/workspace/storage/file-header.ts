import { crc32 } from 'node:zlib';
import { corrupt, storageError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { readWhole } from './whole.ts';

/** The first bytes of a log and of a snapshot. */
const MAGIC = Buffer.from('HFSTORE\n');
/** Magic, u32 version, u32 length and u32 CRC-32 of the JSON that follows. */
const FIXED_BYTES = 20;
/** Of what this code writes. A file with a higher one is refused. */
export const FORMAT_VERSION = 1;
const MAX_JSON_BYTES = 64 * 1024;

/** What a file of the storage says of itself. */
export interface FileHeader {
  readonly kind: 'log' | 'snapshot';
  readonly generation: number;
  /** Begins the CRC of each record, so that no value can hold what looks like one. */
  readonly seed: number;
  /** The boot of the machine in which the file was made. */
  readonly boot: string;
  /** Under which the changes were made: what they drop depends on them. */
  readonly limits: ReplayLimits;
}

/** The limits that decide what a change drops. */
export interface ReplayLimits {
  readonly history: number;
  readonly recycleBin: number;
  readonly historyBytes: number;
  readonly changes: number;
}

/** A header as bytes. */
export function encodeHeader(header: FileHeader): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const fixed = Buffer.alloc(FIXED_BYTES);
  MAGIC.copy(fixed);
  fixed.writeUInt32LE(FORMAT_VERSION, 8);
  fixed.writeUInt32LE(json.byteLength, 12);
  fixed.writeUInt32LE(crc32(json), 16);
  return Buffer.concat([fixed, json]);
}

/** Reads a file's header and tells where its records begin. Throws `STORAGE_CORRUPT`, `STORAGE_NEWER`. */
export function readHeader(files: FileSystem, fd: number, path: string): { header: FileHeader; end: number } {
  const fixed = Buffer.alloc(FIXED_BYTES);
  if (readWhole(files, fd, fixed, 0) < FIXED_BYTES || fixed.compare(MAGIC, 0, 8, 0, 8) !== 0) {
    throw corrupt(path, 0, 'this is no file of the workspace');
  }
  const version = fixed.readUInt32LE(8);
  if (version > FORMAT_VERSION) {
    const message = `${path} has format ${version}; this version knows up to ${FORMAT_VERSION}`;
    throw storageError('STORAGE_NEWER', message, { file: path, version });
  }
  const length = fixed.readUInt32LE(12);
  if (version < 1 || length > MAX_JSON_BYTES) throw corrupt(path, 8, 'the header cannot be read');
  const json = Buffer.alloc(length);
  if (readWhole(files, fd, json, FIXED_BYTES) < length || crc32(json) !== fixed.readUInt32LE(16)) {
    throw corrupt(path, FIXED_BYTES, 'the header is damaged');
  }
  return { header: JSON.parse(json.toString()) as FileHeader, end: FIXED_BYTES + length };
}
