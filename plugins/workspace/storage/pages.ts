import type { VariableImage } from '../store-image.ts';
import type { VariablePage } from '../variable-table.ts';
import { readBatch } from './batch-codec.ts';
import { ByteReader } from './byte-reader.ts';
import { readCreation } from './creation.ts';
import { HEAD_BYTES, readHead } from './record.ts';
import { readVariable } from './variable-codec.ts';

/** Part of a snapshot in memory, in which variables with one revision stand. */
export class SnapshotPage implements VariablePage {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get byteLength(): number {
    return this.bytes.byteLength;
  }

  read(at: number): VariableImage {
    return readVariable(new ByteReader(this.bytes, at), noBlob, noOrder);
  }
}

/** Part of a log in memory, with records that each create one variable. */
export class LogPage implements VariablePage {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get byteLength(): number {
    return this.bytes.byteLength;
  }

  /** `at`: where the record begins. */
  read(at: number): VariableImage {
    const head = readHead(this.bytes, at);
    if (!head) throw new Error('there is no record where a variable sleeps');
    const start = at + HEAD_BYTES;
    return readCreation(readBatch(new ByteReader(this.bytes, start, start + head.length), head.base, noBlob));
  }
}

/** Only variables without files and without earlier revisions sleep. */
function noBlob(): never {
  throw new RangeError('a sleeping variable is no file');
}

function noOrder(): never {
  throw new RangeError('a sleeping variable has no earlier revisions');
}
