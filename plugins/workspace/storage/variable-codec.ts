import type { HistoryState } from '../history.ts';
import type { Revision } from '../revision.ts';
import type { VariableImage } from '../store-image.ts';
import { readInfo, type ToValue, writeInfo } from './batch-codec.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { passValue, readValue, writeValue } from './value-codec.ts';

/** Of earlier revisions: their places in the order in which a lack of room drops them, from 1 on. */
export type Orders = ReadonlyMap<Revision, number>;

/** Told of each revision with such a place. */
export type Ordered = (order: number, revision: Revision) => void;

const NO_REVISIONS: readonly Revision[] = [];

/** Writes a variable as it stands in a snapshot. */
export function writeVariable(writer: ByteWriter, { state, history }: VariableImage, orders: Orders): void {
  writer.text(state.name);
  writer.integer(state.revision);
  writer.f64(state.creationTime);
  writer.integer(state.modifiedBy.length);
  for (const [index, provider] of state.modifiedBy.entries()) {
    writer.text(provider);
    writer.f64(state.modificationTime[index] ?? 0);
  }
  writeInfo(writer, state.info);
  writeHistory(writer, history, orders);
}

/** Reads what `writeVariable` wrote. Throws a `RangeError` for what is none. */
export function readVariable(reader: ByteReader, toValue: ToValue, ordered: Ordered): VariableImage {
  const name = reader.text();
  const revision = reader.integer();
  const creationTime = reader.f64();
  const modifiedBy: string[] = [];
  const modificationTime: number[] = [];
  for (let left = reader.integer(); left > 0; left--) {
    modifiedBy.push(reader.shortText());
    modificationTime.push(reader.f64());
  }
  const info = readInfo(reader);
  const dropped = reader.integer();
  const current = readRevision(reader, toValue, ordered);
  const undo = readRevisions(reader, toValue, ordered);
  const redo = readRevisions(reader, toValue, ordered);
  return {
    state: { name, revision, creationTime, modifiedBy, modificationTime, info },
    history: { undo, current, redo, dropped },
  };
}

/**
 * Passes over a variable with one revision, whose value stands in its record; nothing for another one, of which
 * the reader has passed a part. Throws a `RangeError` for what is none.
 */
export function passPlainVariable(reader: ByteReader): { name: string; size: number } | undefined {
  const name = reader.text();
  reader.integer();
  reader.f64();
  for (let left = reader.integer(); left > 0; left--) {
    reader.passText();
    reader.f64();
  }
  reader.passText();
  reader.integer();
  const order = reader.integer();
  reader.integer();
  reader.passText();
  reader.f64();
  const size = passValue(reader);
  if (size === undefined || order > 0) return undefined;
  return reader.integer() === 0 && reader.integer() === 0 ? { name, size } : undefined;
}

function writeHistory(
  writer: ByteWriter,
  { undo, current, redo, dropped }: HistoryState,
  orders: Orders,
): void {
  writer.integer(dropped);
  writeRevision(writer, current, orders);
  for (const stack of [undo, redo]) {
    writer.integer(stack.length);
    for (const revision of stack) writeRevision(writer, revision, orders);
  }
}

function writeRevision(writer: ByteWriter, revision: Revision, orders: Orders): void {
  writer.integer(orders.get(revision) ?? 0);
  writer.integer(revision.revision);
  writer.text(revision.provider);
  writer.f64(revision.time);
  writeValue(writer, revision, revision.volatile);
}

function readRevisions(reader: ByteReader, toValue: ToValue, ordered: Ordered): readonly Revision[] {
  const count = reader.integer();
  return count === 0
    ? NO_REVISIONS
    : Array.from({ length: count }, () => readRevision(reader, toValue, ordered));
}

function readRevision(reader: ByteReader, toValue: ToValue, ordered: Ordered): Revision {
  const order = reader.integer();
  const number = reader.integer();
  const provider = reader.shortText();
  const time = reader.f64();
  const { prepared, volatile } = readValue(reader, toValue);
  const { value, size, scan } = prepared;
  const revision: Revision = {
    value,
    size,
    scan,
    volatile,
    revision: number,
    provider,
    time,
    description: undefined,
    kind: undefined,
  };
  if (order > 0) ordered(order, revision);
  return revision;
}
