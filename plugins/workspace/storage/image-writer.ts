import type { Change, ChangeKind } from '../change-log.ts';
import type { BinImage, StoreImage } from '../store-image.ts';
import type { ByteWriter } from './byte-writer.ts';
import { type Orders, writeVariable } from './variable-codec.ts';

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
