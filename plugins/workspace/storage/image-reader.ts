import type { Change } from '../change-log.ts';
import type { Revision } from '../revision.ts';
import type { BinImage, StoreImage, VariableImage } from '../store-image.ts';
import { readInfo, type ToValue } from './batch-codec.ts';
import type { ByteReader } from './byte-reader.ts';
import { CHANGE_KINDS, SECTION } from './image-writer.ts';
import { readValue } from './value-codec.ts';

const NO_REVISIONS: readonly Revision[] = [];

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
    const current = this.#readRevision(reader);
    const undo = this.#readRevisions(reader);
    const redo = this.#readRevisions(reader);
    return {
      state: { name, revision, creationTime, modifiedBy, modificationTime, info },
      history: { undo, current, redo, dropped },
    };
  }

  #readRevisions(reader: ByteReader): readonly Revision[] {
    const count = reader.integer();
    return count === 0 ? NO_REVISIONS : Array.from({ length: count }, () => this.#readRevision(reader));
  }

  #readRevision(reader: ByteReader): Revision {
    const order = reader.integer();
    const number = reader.integer();
    const provider = reader.shortText();
    const time = reader.f64();
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

function readChange(reader: ByteReader): Change {
  const revision = reader.integer();
  const change = CHANGE_KINDS[reader.u8()];
  if (!change) throw new RangeError('a snapshot has an unknown kind of change');
  const [name, provider, from] = [reader.text(), reader.shortText(), reader.text()];
  return from === '' ? { revision, name, change, provider } : { revision, name, change, provider, from };
}
