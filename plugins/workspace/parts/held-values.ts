import type { PyValue } from 'headframe/codec';
import { decode } from '../conversion/decode.ts';
import type { Content } from '../conversion/job.ts';
import { BlobFiles } from '../storage/blob-files.ts';
import { nodeFileSystem } from '../storage/file-system.ts';
import type { StoredValue } from '../value.ts';
import { answer, type PartAnswer, type Question } from './question.ts';

/** The decoded values that a thread keeps, by the numbers that it was told. */
class HeldValues {
  readonly #values = new Map<number, PyValue>();

  /** Decodes and keeps a value. Throws `NOT_CONVERTIBLE`, `STORAGE_DAMAGED`. */
  hold(key: number, content: Content): null {
    this.#values.set(key, decode(read(content)));
    return null;
  }

  drop(key: number): void {
    this.#values.delete(key);
  }

  /** Answers a question about a value that is kept: see {@link answer}. */
  async ask(key: number, question: Question): Promise<PartAnswer> {
    const value = this.#values.get(key);
    if (value === undefined) throw new Error(`the thread keeps no value ${key}`);
    return answer(value, question);
  }
}

/** Those of this thread. */
export const heldValues: HeldValues = new HeldValues();

function read(content: Content): StoredValue {
  if (!('file' in content)) return content;
  const { folder, file } = content;
  const { document, buffers } = file.layout;
  const [first = new Uint8Array(), ...rest] = new BlobFiles(folder, nodeFileSystem).read(file, [
    document,
    ...buffers,
  ]);
  return { method: file.method, document: first, buffers: rest };
}
