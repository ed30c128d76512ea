import { CodecError } from '../errors.ts';
import { decodeTypedJson, type TypedJsonDecodeOptions } from '../json/decode.ts';
import { numberFromText } from '../json/numbers.ts';
import { JsonReader } from '../json/reader.ts';
import { encodePickle } from './encode.ts';
import { EncodeOutput } from './encode-output.ts';
import { Op } from './opcodes.ts';
import { PyFloat } from './values.ts';

const PROTOCOL = 4;
const MAX_DEPTH = 1000;
const BATCH = 1000;
const MAX_KEYS = 65_536;

/**
 * Writes a typed JSON document as a pickle of protocol 4 (see `encodePickle`).
 *
 * Plain JSON is rewritten from text to opcodes without values in between: `1.0` stays a float, 2^64 stays exact, of a key
 * that repeats the last value counts, as in Python's `json.loads`. A document with `"$type"` is decoded first.
 *
 * @throws CodecError What `decodeTypedJson` and `encodePickle` throw.
 */
export function typedJsonToPickle(document: Uint8Array, options: TypedJsonDecodeOptions = {}): Buffer {
  const maxDepth = options.maxDepth ?? MAX_DEPTH;
  return (
    new Transcoder(document, maxDepth).run() ?? encodePickle(decodeTypedJson(document, options), { maxDepth })
  );
}

class Transcoder {
  readonly #reader: JsonReader;
  readonly #out = new EncodeOutput();
  readonly #keys = new Map<string, number>();
  readonly #maxDepth: number;
  #depth = 0;
  #tagged = false;

  constructor(document: Uint8Array, maxDepth: number) {
    this.#reader = new JsonReader(document);
    this.#maxDepth = maxDepth;
  }

  /** The pickle, or `undefined` when a `"$type"` was met. */
  run(): Buffer | undefined {
    this.#out.opByte(Op.PROTO, PROTOCOL);
    this.#value();
    if (this.#tagged) return undefined;
    this.#reader.end();
    this.#out.op(Op.STOP);
    return this.#out.take();
  }

  #value(): void {
    const reader = this.#reader;
    const byte = reader.peek();
    if (byte === 0x22) {
      this.#text();
      return;
    }
    if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      this.#number();
      return;
    }
    if (byte !== 0x7b && byte !== 0x5b) {
      this.#word(reader.word());
      return;
    }
    if (++this.#depth > this.#maxDepth) {
      throw new CodecError(
        'TOO_LARGE',
        `The document nests deeper than the limit maxDepth = ${this.#maxDepth}`,
      );
    }
    reader.position++;
    if (byte === 0x7b) this.#dict();
    else this.#list();
    this.#depth--;
  }

  #word(word: boolean | null): void {
    this.#out.op(word === null ? Op.NONE : word ? Op.NEWTRUE : Op.NEWFALSE);
  }

  #number(): void {
    const small = this.#reader.smallInteger();
    if (small !== undefined) {
      this.#out.integer(small);
      return;
    }
    const text = this.#reader.number();
    const value = numberFromText(text, this.#reader.isFloat);
    if (typeof value === 'bigint') this.#out.bigInteger(value);
    else if (value instanceof PyFloat) this.#out.float(value.value);
    else if (this.#reader.isFloat) this.#out.float(value);
    else this.#out.integer(value);
  }

  #text(): void {
    const reader = this.#reader;
    const end = reader.plainEnd();
    if (end < 0) {
      this.#out.text(reader.string());
      return;
    }
    this.#out.utf8(reader.slice(reader.position + 1, end));
    reader.position = end + 1;
  }

  #list(): void {
    const reader = this.#reader;
    this.#out.op(Op.EMPTY_LIST);
    if (reader.accept(']')) return;
    let inBatch = 0;
    do {
      if (inBatch++ === 0) this.#out.op(Op.MARK);
      this.#value();
      if (this.#tagged) return;
      if (inBatch === BATCH) {
        this.#out.op(Op.APPENDS);
        inBatch = 0;
      }
    } while (reader.accept(','));
    reader.expect(']');
    if (inBatch > 0) this.#out.op(Op.APPENDS);
  }

  #dict(): void {
    const reader = this.#reader;
    this.#out.op(Op.EMPTY_DICT);
    if (reader.accept('}')) return;
    let inBatch = 0;
    do {
      if (inBatch++ === 0) this.#out.op(Op.MARK);
      reader.peek();
      this.#key(reader.string());
      reader.expect(':');
      if (!this.#tagged) this.#value();
      if (this.#tagged) return;
      if (inBatch === BATCH) {
        this.#out.op(Op.SETITEMS);
        inBatch = 0;
      }
    } while (reader.accept(','));
    reader.expect('}');
    if (inBatch > 0) this.#out.op(Op.SETITEMS);
  }

  #key(key: string): void {
    if (key === '$type') this.#tagged = true;
    const index = this.#keys.get(key);
    if (index !== undefined) {
      this.#out.get(index);
      return;
    }
    this.#out.text(key);
    if (this.#keys.size >= MAX_KEYS) return;
    this.#keys.set(key, this.#keys.size);
    this.#out.op(Op.MEMOIZE);
  }
}
