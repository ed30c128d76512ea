import { CodecError } from '../errors.ts';
import { decodeTypedJson, type TypedJsonDecodeOptions } from '../json/decode.ts';
import { numberFromText } from '../json/numbers.ts';
import { JsonReader } from '../json/reader.ts';
import { encodePickle } from './encode.ts';
import { EncodeOutput } from './encode-output.ts';
import { Op } from './opcodes.ts';
import { TranscodeKeys } from './transcode-keys.ts';

const PROTOCOL = 4;
const MAX_DEPTH = 1000;
const BATCH = 1000;

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
  readonly #out: EncodeOutput;
  readonly #keys: TranscodeKeys;
  readonly #maxDepth: number;
  #depth = 0;
  #tagged = false;

  constructor(document: Uint8Array, maxDepth: number) {
    this.#reader = new JsonReader(document);
    this.#out = new EncodeOutput(Math.floor(document.length / 2));
    this.#keys = new TranscodeKeys(this.#reader, this.#out);
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
    const reader = this.#reader;
    const quick = reader.quickNumber();
    if (quick !== undefined) {
      reader.isFloat ? this.#out.float(quick) : this.#out.integer(quick);
      return;
    }
    const text = reader.number();
    if (reader.isFloat) {
      this.#out.float(Number(text));
      return;
    }
    const value = numberFromText(text, false);
    typeof value === 'bigint' ? this.#out.bigInteger(value) : this.#out.integer(Number(value));
  }

  #text(): void {
    const reader = this.#reader;
    const end = reader.plainEnd();
    if (end < 0) {
      this.#out.text(reader.string());
      return;
    }
    this.#out.utf8(reader.bytes, reader.position + 1, end);
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
      this.#tagged = !this.#keys.write();
      if (this.#tagged) return;
      reader.expect(':');
      this.#value();
      if (this.#tagged) return;
      if (inBatch === BATCH) {
        this.#out.op(Op.SETITEMS);
        inBatch = 0;
      }
    } while (reader.accept(','));
    reader.expect('}');
    if (inBatch > 0) this.#out.op(Op.SETITEMS);
  }
}
