import type { Batch } from '../mutations/mutation.ts';
import { readBatch, type ToValue } from './batch-codec.ts';
import type { BlobReference } from './blob-value.ts';
import { ByteReader } from './byte-reader.ts';
import { passPut } from './creation.ts';
import type { RecoveryTarget } from './engine.ts';
import { corrupt } from './errors.ts';
import type { LogFile } from './log-file.ts';
import { bootOf, CLOSED } from './mark.ts';
import { LogPage } from './pages.ts';
import { HEAD_BYTES } from './record.ts';
import type { ScannedRecord } from './scan.ts';

/** A value's file that a record names, and where the record begins. */
export interface NamedBlob {
  readonly blob: BlobReference;
  readonly start: number;
}

/** What was read of a log. */
export interface LogReading {
  readonly records: number;
  /** Where the last intact record ends. */
  readonly stop: number;
  /** Everything before this offset had been on disk. */
  readonly synced: number;
  /** The boot in which the log was last opened. */
  readonly boot: string;
  /** Whether it was closed after that, with all of it on disk. */
  readonly closed: boolean;
  /** Blobs of records that may not have been on disk. */
  readonly unsynced: readonly NamedBlob[];
}

/** Reads a log up to the first bytes that are no record. Throws `STORAGE_CORRUPT` for an intact record that cannot be understood. */
export function readLog(log: LogFile, toValue: ToValue, target: RecoveryTarget): LogReading {
  const named: NamedBlob[] = [];
  let start = log.first;
  let stop = log.first;
  let synced = log.first;
  let records = 0;
  let { boot } = log.header;
  let closed = false;
  let page = new LogPage(Buffer.alloc(0));
  const noting: ToValue = (blob) => {
    named.push({ blob, start });
    return toValue(blob);
  };
  for (const record of log.records()) {
    start = record.start;
    if (page.bytes !== record.bytes) page = new LogPage(record.bytes);
    records++;
    stop = record.end;
    synced = record.synced;
    if (attempt(log, record, () => create(page, record, target))) {
      closed = false;
      continue;
    }
    const batch = attempt(log, record, () => decode(record, noting));
    const isMark = batch.mutations.length === 0;
    boot = (isMark ? bootOf(batch.provider) : undefined) ?? boot;
    closed = isMark && batch.provider === CLOSED;
    if (!isMark) attempt(log, record, () => target.batch(batch));
  }
  return { records, stop, synced, boot, closed, unsynced: named.filter((one) => one.start >= synced) };
}

/** Most records write a variable for the first time: it is enough to know where it stands. */
function create(page: LogPage, record: ScannedRecord, target: RecoveryTarget): boolean {
  const { bytes, bodyStart, bodyEnd, base } = record;
  const put = passPut(new ByteReader(bytes, bodyStart, bodyEnd));
  if (!put) return false;
  const { name, provider, size } = put;
  const at = bodyStart - HEAD_BYTES;
  return target.create({ name, provider, size, base, page, at, bytes: bodyEnd - at });
}

function decode({ bytes, bodyStart, bodyEnd, base }: ScannedRecord, toValue: ToValue): Batch {
  return readBatch(new ByteReader(bytes, bodyStart, bodyEnd), base, toValue);
}

/** An intact record that does not fit is a fault of the program that wrote it, or of this one. */
function attempt<T>(log: LogFile, { start }: ScannedRecord, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw corrupt(log.path, start, error instanceof Error ? error.message : String(error));
  }
}
