import type { Change } from '../change-log.ts';
import type { Revision } from '../revision.ts';
import type { StoreFilling } from '../store-filling.ts';
import type { BinImage } from '../store-image.ts';
import type { ToValue } from './batch-codec.ts';
import { ByteReader } from './byte-reader.ts';
import { CHANGE_KINDS, SECTION } from './image-writer.ts';
import { SnapshotPage } from './pages.ts';
import type { ScannedRecord } from './scan.ts';
import { passPlainVariable, readVariable } from './variable-codec.ts';

/** Tells the records of a snapshot to a store that is filled with them. */
export class ImageReader {
  readonly #toValue: ToValue;
  readonly #filling: StoreFilling;
  readonly #changes: Change[] = [];
  readonly #bin: BinImage[] = [];
  readonly #held: Revision[] = [];
  readonly #ordered = (order: number, revision: Revision): void => {
    this.#held[order - 1] = revision;
  };
  #nextIndex = 0;
  #page = new SnapshotPage(Buffer.alloc(0));
  #ended = false;

  constructor(toValue: ToValue, filling: StoreFilling) {
    this.#toValue = toValue;
    this.#filling = filling;
  }

  /** Takes a record. Throws a `RangeError` for what is none. */
  add({ bytes, bodyStart, bodyEnd }: ScannedRecord): void {
    const reader = new ByteReader(bytes, bodyStart, bodyEnd);
    if (this.#page.bytes !== bytes) this.#page = new SnapshotPage(bytes);
    const section = reader.u8();
    if (section === SECTION.end) this.#ended = true;
    while (!reader.ended) this.#addEntry(section, reader);
  }

  /** All has been told; false when the snapshot was not whole. */
  end(): boolean {
    if (!this.#ended) return false;
    this.#filling.changes(this.#changes);
    this.#filling.end({
      held: this.#held.filter((revision) => revision !== undefined),
      bin: this.#bin,
      nextIndex: this.#nextIndex,
    });
    return true;
  }

  #addEntry(section: number, reader: ByteReader): void {
    switch (section) {
      case SECTION.head:
        this.#filling.head({ id: reader.text(), revision: reader.integer() });
        this.#nextIndex = reader.integer();
        break;
      case SECTION.types:
        this.#filling.type(reader.text(), JSON.parse(reader.text()));
        break;
      case SECTION.changes:
        this.#changes.push(readChange(reader));
        break;
      case SECTION.variables:
        this.#addVariable(reader);
        break;
      case SECTION.bin: {
        const [index, provider, time] = [reader.integer(), reader.text(), reader.f64()];
        const variable = readVariable(reader, this.#toValue, this.#ordered);
        this.#bin.push({ index, provider, time, variable });
        break;
      }
      default:
        throw new RangeError(`a snapshot has an unknown section, number ${section}`);
    }
  }

  /** Most variables need not be made now. */
  #addVariable(reader: ByteReader): void {
    const { at } = reader;
    const plain = passPlainVariable(reader);
    if (plain) {
      // Written out: a spread costs more than all the rest.
      const { name, size } = plain;
      if (this.#filling.sleeping({ name, size, page: this.#page, at, bytes: reader.at - at })) return;
    }
    reader.at = at;
    this.#filling.variable(readVariable(reader, this.#toValue, this.#ordered));
  }
}

function readChange(reader: ByteReader): Change {
  const revision = reader.integer();
  const change = CHANGE_KINDS[reader.u8()];
  if (!change) throw new RangeError('a snapshot has an unknown kind of change');
  const [name, provider, from] = [reader.text(), reader.shortText(), reader.text()];
  return from === '' ? { revision, name, change, provider } : { revision, name, change, provider, from };
}
