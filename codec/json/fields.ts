import { CodecError } from '../errors.ts';
import type { TagFields } from '../pickle/known/known-type.ts';
import { isInteger } from '../pickle/known/known-type.ts';
import type { PyValue } from '../pickle/values.ts';
import { ElidedText } from '../pickle/values-elided.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The members of one tagged object of a document. */
export class JsonFields implements TagFields {
  readonly #tag: string;
  readonly #members: ReadonlyMap<PyValue, PyValue>;
  readonly #buffers: readonly Uint8Array[];

  constructor(tag: string, members: ReadonlyMap<PyValue, PyValue>, buffers: readonly Uint8Array[]) {
    this.#tag = tag;
    this.#members = members;
    this.#buffers = buffers;
  }

  get(name: string): PyValue {
    const value = this.#members.get(name);
    if (value === undefined) throw this.wrong(`${name} is missing`);
    return value;
  }

  optional(name: string): PyValue | undefined {
    return this.#members.get(name);
  }

  text(name: string): string {
    const value = this.get(name);
    if (typeof value !== 'string') throw this.wrong(`${name} must be a text`);
    return value;
  }

  integer(name: string): number {
    const value = this.get(name);
    if (!isInteger(value)) throw this.wrong(`${name} must be an integer`);
    return value;
  }

  bool(name: string): boolean {
    const value = this.get(name);
    if (typeof value !== 'boolean') throw this.wrong(`${name} must be true or false`);
    return value;
  }

  list(name: string): readonly PyValue[] {
    const value = this.get(name);
    if (!Array.isArray(value)) throw this.wrong(`${name} must be a list`);
    return value;
  }

  raw(): Uint8Array {
    const index = this.#members.get('buffer');
    if (index !== undefined) {
      const buffer = isInteger(index) ? this.#buffers[index] : undefined;
      if (buffer === undefined) {
        throw new CodecError('NEEDS_BUFFERS', `"${this.#tag}" names a buffer that was not given`);
      }
      return buffer;
    }
    const data = this.get('data');
    if (data instanceof ElidedText) return new Uint8Array(0);
    return data instanceof Uint8Array ? data : this.#base64(data);
  }

  wrong(what: string): CodecError {
    return new CodecError('BAD_JSON', `In a value of "$type" "${this.#tag}": ${what}`);
  }

  #base64(data: PyValue): Uint8Array {
    if (typeof data !== 'string') throw this.wrong('data must be base64 text');
    const bytes = Buffer.from(data, 'base64');
    const length = data.length % 4 === 0 ? Buffer.byteLength(data, 'base64') : -1;
    if (bytes.length !== length || !BASE64.test(data)) {
      throw new CodecError('BAD_BASE64', `In a value of "$type" "${this.#tag}": data is not base64`);
    }
    return bytes;
  }
}
