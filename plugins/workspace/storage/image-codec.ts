import type { Change, ChangeKind } from '../change-log.ts';
import type { HistoryState } from '../history.ts';
import type { Revision } from '../revision.ts';
import type { BinImage, StoreImage, VariableImage } from '../store-image.ts';
import { readInfo, type ToValue, writeInfo } from './batch-codec.ts';
import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { readValue, writeValue } from './value-codec.ts';

/** The sections of a snapshot; each record holds entries of one. */
export const SECTION = { head: 1, types: 2, changes: 3, variables: 4, bin: 5, end: 6 } as const;

const CHANGE_KINDS: readonly ChangeKind[] = [
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

/** Collects an image from the records of a snapshot. */
export class ImageReader {
  readonly #toValue: ToValue;
  readonly #changes: Change[] = [];
  readonly #types: StoreImage['types'][number][] = [];
  readonly #variables: VariableImage[] = [];
  readonly #bin: BinImage[] = [];
  readonly #held: Revision[] = [];
  #head = { id: '', revision: 0, nextIndex: 0 };
  #ended = false;

  constructor(toValue: ToValue) {
    this.#toValue = toValue;
  }

  /** Takes the body of a record. Throws a `RangeError` for what is none. */
  add(reader: ByteReader): void {
    const section = reader.u8();
    if (section === SECTION.end) this.#ended = true;
    while (!reader.ended) this.#addEntry(section, reader);
  }

  /** The image, or nothing when the snapshot is not whole. */
  get image(): StoreImage | undefined {
    if (!this.#ended) return undefined;
    return {
      ...this.#head,
      changes: this.#changes,
      types: this.#types,
      variables: this.#variables,
      bin: this.#bin,
      held: this.#held.filter((revision) => revision !== undefined),
    };
  }

  #addEntry(section: number, reader: ByteReader): void {
    switch (section) {
      case SECTION.head:
        this.#head = { id: reader.text(), revision: reader.integer(), nextIndex: reader.integer() };
        break;
      case SECTION.types:
        this.#types.push([reader.text(), JSON.parse(reader.text())]);
        break;
      case SECTION.changes:
        this.#changes.push(readChange(reader));
        break;
      case SECTION.variables:
        this.#variables.push(this.#readVariable(reader));
        break;
      case SECTION.bin: {
        const [index, provider, time] = [reader.integer(), reader.text(), reader.f64()];
        this.#bin.push({ index, provider, time, variable: this.#readVariable(reader) });
        break;
      }
      default:
        throw new RangeError(`a snapshot has an unknown section, number ${section}`);
    }
  }

  #readVariable(reader: ByteReader): VariableImage {
    const [name, revision, creationTime] = [reader.text(), reader.integer(), reader.f64()];
    const modifications = Array.from(
      { length: reader.integer() },
      () => [reader.text(), reader.f64()] as const,
    );
    const info = readInfo(reader);
    const modifiedBy = modifications.map(([provider]) => provider);
    const modificationTime = modifications.map(([, time]) => time);
    const dropped = reader.integer();
    const current = this.#readRevision(reader);
    const undo = Array.from({ length: reader.integer() }, () => this.#readRevision(reader));
    const redo = Array.from({ length: reader.integer() }, () => this.#readRevision(reader));
    return {
      state: { name, revision, creationTime, modifiedBy, modificationTime, info },
      history: { undo, current, redo, dropped },
    };
  }

  #readRevision(reader: ByteReader): Revision {
    const order = reader.integer();
    const [number, provider, time] = [reader.integer(), reader.text(), reader.f64()];
    const { prepared, volatile } = readValue(reader, this.#toValue);
    const revision: Revision = {
      ...prepared,
      volatile,
      revision: number,
      provider,
      time,
      description: undefined,
      kind: undefined,
    };
    if (order > 0) this.#held[order - 1] = revision;
    return revision;
  }
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

function readChange(reader: ByteReader): Change {
  const revision = reader.integer();
  const change = CHANGE_KINDS[reader.u8()];
  if (!change) throw new RangeError('a snapshot has an unknown kind of change');
  const [name, provider, from] = [reader.text(), reader.text(), reader.text()];
  return from === '' ? { revision, name, change, provider } : { revision, name, change, provider, from };
}
