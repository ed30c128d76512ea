import type { Change, ChangeKind } from '../change-log.ts';
import type { HistoryState } from '../history.ts';
import type { Revision } from '../revision.ts';
import type { BinImage, StoreImage, VariableImage } from '../store-image.ts';
import { writeInfo } from './batch-codec.ts';
import type { ByteWriter } from './byte-writer.ts';
import { writeValue } from './value-codec.ts';

/** The sections of a snapshot; each record holds entries of one. */
export const SECTION = { head: 1, types: 2, changes: 3, variables: 4, bin: 5, end: 6 } as const;

/** Kinds of changes by their numbers. */
export const CHANGE_KINDS: readonly ChangeKind[] = [
  'created',
  'changed',
  'deleted',
  'restored',
  'renamed',
  'metadata',
];

/** The entries of an image in the order of a snapshot, each as what writes it. */
export function* entriesOf(
  image: StoreImage,
): Generator<readonly [section: number, write: (writer: ByteWriter) => void]> {
  const orders = new Map(image.held.map((revision, index) => [revision, index + 1]));
  yield [
    SECTION.head,
    (writer) => {
      writer.text(image.id);
      writer.integer(image.revision);
      writer.integer(image.nextIndex);
    },
  ];
  for (const [name, structure] of image.types) {
    yield [
      SECTION.types,
      (writer) => {
        writer.text(name);
        writer.text(JSON.stringify(structure));
      },
    ];
  }
  for (const change of image.changes) yield [SECTION.changes, (writer) => writeChange(writer, change)];
  for (const variable of image.variables) {
    yield [SECTION.variables, (writer) => writeVariable(writer, variable, orders)];
  }
  for (const entry of image.bin) yield [SECTION.bin, (writer) => writeBinEntry(writer, entry, orders)];
}

type Orders = ReadonlyMap<Revision, number>;

function writeVariable(writer: ByteWriter, { state, history }: VariableImage, orders: Orders): void {
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

function writeBinEntry(
  writer: ByteWriter,
  { index, provider, time, variable }: BinImage,
  orders: Orders,
): void {
  writer.integer(index);
  writer.text(provider);
  writer.f64(time);
  writeVariable(writer, variable, orders);
}

function writeChange(writer: ByteWriter, { revision, name, change, provider, from }: Change): void {
  writer.integer(revision);
  writer.u8(CHANGE_KINDS.indexOf(change));
  writer.text(name);
  writer.text(provider);
  writer.text(from ?? '');
}
