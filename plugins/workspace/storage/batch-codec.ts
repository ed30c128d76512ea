import type { Batch, Mutation } from '../mutations/mutation.ts';
import type { BlobReference, BlobValue } from './blob-value.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { readValue, writeValue } from './value-codec.ts';

/** The numbers of the mutations in a record. */
export const CODE = {
  put: 1,
  putWithInfo: 2,
  remove: 3,
  rename: 4,
  undo: 5,
  redo: 6,
  restore: 7,
  info: 8,
  type: 9,
  purge: 10,
  rebirth: 11,
} as const;

const NO_INFO: ReadonlyMap<string, unknown> = new Map();

/** Makes the value of a blob that a record names. */
export type ToValue = (reference: BlobReference) => BlobValue;

/** Writes a batch as the body of a record; its base stands in the record's head. */
export function writeBatch(writer: ByteWriter, { provider, time, mutations }: Omit<Batch, 'base'>): void {
  writer.f64(time);
  writer.text(provider);
  writer.integer(mutations.length);
  for (const mutation of mutations) writeMutation(writer, mutation);
}

/** Reads what `writeBatch` wrote. Throws a `RangeError` for what is none. */
export function readBatch(reader: ByteReader, base: number, toValue: ToValue): Batch {
  const time = reader.f64();
  const provider = reader.shortText();
  const mutations: Mutation[] = [];
  for (let left = reader.integer(); left > 0; left--) mutations.push(readMutation(reader, toValue));
  if (!reader.ended) throw new RangeError('a record has more than its mutations');
  return { base, provider, time, mutations };
}

function writeMutation(writer: ByteWriter, mutation: Mutation): void {
  switch (mutation.kind) {
    case 'put':
      writer.u8(mutation.info ? CODE.putWithInfo : CODE.put);
      writer.text(mutation.name);
      writeValue(writer, mutation.prepared, mutation.volatile);
      if (mutation.info) writeInfo(writer, mutation.info);
      break;
    case 'remove':
      writer.u8(CODE.remove);
      writer.text(mutation.name);
      break;
    case 'rename':
      writer.u8(CODE.rename);
      writer.text(mutation.from);
      writer.text(mutation.to);
      break;
    case 'travel':
      writer.u8(CODE[mutation.direction]);
      writer.text(mutation.name);
      writer.integer(mutation.steps);
      break;
    case 'restore':
      writer.u8(CODE.restore);
      writer.integer(mutation.index);
      break;
    case 'info':
      writer.u8(CODE.info);
      writer.text(mutation.name);
      writeInfo(writer, mutation.info);
      break;
    case 'type':
      writer.u8(CODE.type);
      writer.text(mutation.name);
      writer.text(JSON.stringify(mutation.structure));
      break;
    case 'purge':
      writer.u8(CODE.purge);
      break;
    case 'rebirth':
      writer.u8(CODE.rebirth);
      writer.text(mutation.id);
      break;
  }
}

function readMutation(reader: ByteReader, toValue: ToValue): Mutation {
  const code = reader.u8();
  switch (code) {
    case CODE.put: {
      const name = reader.text();
      const { prepared, volatile } = readValue(reader, toValue);
      return { kind: 'put', name, prepared, volatile };
    }
    case CODE.putWithInfo:
      return { kind: 'put', name: reader.text(), ...readValue(reader, toValue), info: readInfo(reader) };
    case CODE.remove:
      return { kind: 'remove', name: reader.text() };
    case CODE.rename:
      return { kind: 'rename', from: reader.text(), to: reader.text() };
    case CODE.undo:
      return { kind: 'travel', direction: 'undo', name: reader.text(), steps: reader.integer() };
    case CODE.redo:
      return { kind: 'travel', direction: 'redo', name: reader.text(), steps: reader.integer() };
    case CODE.restore:
      return { kind: 'restore', index: reader.integer() };
    case CODE.info:
      return { kind: 'info', name: reader.text(), info: readInfo(reader) };
    case CODE.type:
      return { kind: 'type', name: reader.text(), structure: JSON.parse(reader.text()) };
    case CODE.purge:
      return { kind: 'purge' };
    case CODE.rebirth:
      return { kind: 'rebirth', id: reader.text() };
    default:
      throw new RangeError(`a record has an unknown mutation, number ${code}`);
  }
}

/** Writes free keys, as JSON that keeps their order. */
export function writeInfo(writer: ByteWriter, info: ReadonlyMap<string, unknown>): void {
  writer.text(info.size === 0 ? '' : JSON.stringify([...info]));
}

/** Reads what `writeInfo` wrote. */
export function readInfo(reader: ByteReader): ReadonlyMap<string, unknown> {
  const text = reader.text();
  return text === '' ? NO_INFO : new Map(JSON.parse(text) as [string, unknown][]);
}
