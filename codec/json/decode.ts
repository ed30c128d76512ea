import { CodecError } from '../errors.ts';
import { TYPES_BY_TAG } from '../pickle/known/libraries.ts';
import { PyFrozenSet, PyTuple, type PyValue, pyFloat } from '../pickle/values.ts';
import { Elided, ElidedText } from '../pickle/values-elided.ts';
import { JsonFields } from './fields.ts';
import { integerFromHex, numberFromText } from './numbers.ts';
import { JsonReader } from './reader.ts';
import { skipValue } from './skip.ts';
import { checkedData, emptyShell, fillShell } from './tagged.ts';

export interface TypedJsonDecodeOptions {
  /** The raw data that the document names by number. */
  readonly buffers?: readonly Uint8Array[];
  /** How deep the document may nest. */
  readonly maxDepth?: number;
  /** Decode only the beginning of long lists, objects and texts; `Elided` and `ElidedText` stand for the rest. */
  readonly outline?: boolean;
}

/** What an outline keeps of a list, of an object and of a text in its document's bytes. */
const KEPT_ITEMS = 100;
const KEPT_TEXT = 64 * 1024;
const BEGINNING = 1024;

const MAX_DEPTH = 1600;
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

/**
 * Reads a typed JSON document (docs/reference/typed-json.md) into the values that `decodePickle` gives.
 *
 * @param document UTF-8 text.
 * @throws CodecError `BAD_JSON`, `BAD_BASE64`, `TOO_LARGE` for nesting beyond `maxDepth` or too long integers,
 * `NEEDS_BUFFERS`, `NOT_CONVERTIBLE` for an import that is not on the list of data types.
 */
export function decodeTypedJson(document: Uint8Array, options: TypedJsonDecodeOptions = {}): PyValue {
  return new TypedJsonParser(document, options).run();
}

class TypedJsonParser {
  readonly #reader: JsonReader;
  readonly #buffers: readonly Uint8Array[];
  readonly #maxDepth: number;
  readonly #defined = new Map<number, PyValue>();
  /** The id that the value read next is to have. */
  #pending: number | undefined;
  #depth = 0;

  readonly #keep: number;

  constructor(document: Uint8Array, options: TypedJsonDecodeOptions) {
    this.#reader = new JsonReader(document);
    this.#buffers = options.buffers ?? [];
    this.#maxDepth = options.maxDepth ?? MAX_DEPTH;
    this.#keep = options.outline === true ? KEPT_ITEMS : Number.POSITIVE_INFINITY;
  }

  run(): PyValue {
    const value = this.#value();
    this.#reader.end();
    return value;
  }

  #value(): PyValue {
    const reader = this.#reader;
    const byte = reader.peek();
    if (byte === 0x7b || byte === 0x5b) {
      if (++this.#depth > this.#maxDepth) {
        throw new CodecError(
          'TOO_LARGE',
          `The document nests deeper than the limit maxDepth = ${this.#maxDepth}`,
        );
      }
      const value = byte === 0x7b ? this.#object() : this.#list();
      this.#depth--;
      return value;
    }
    return this.#define(this.#scalar(byte));
  }

  #scalar(byte: number): PyValue {
    if (byte === 0x22) return this.#text();
    if (byte !== 0x2d && !(byte >= 0x30 && byte <= 0x39)) return this.#reader.word();
    const quick = this.#reader.quickNumber();
    if (quick !== undefined) return this.#reader.isFloat ? pyFloat(quick) : quick;
    const text = this.#reader.number();
    return numberFromText(text, this.#reader.isFloat);
  }

  #text(): PyValue {
    const reader = this.#reader;
    if (this.#keep === Number.POSITIVE_INFINITY) return reader.string();
    const from = reader.position;
    reader.skipString();
    const bytes = reader.position - from - 2;
    if (bytes > KEPT_TEXT) {
      return new ElidedText(
        Buffer.from(reader.slice(from + 1, from + 1 + BEGINNING)).toString('utf8'),
        bytes,
      );
    }
    reader.position = from;
    return reader.string();
  }

  /** Gives a value the id that awaits one. Containers are defined before their parts, which may refer to them. */
  #define<T extends PyValue>(value: T): T {
    if (this.#pending !== undefined) this.#defined.set(this.#pending, value);
    this.#pending = undefined;
    return value;
  }

  #list(): PyValue[] {
    const list = this.#define<PyValue[]>([]);
    this.#items((item) => list.push(item));
    return list;
  }

  #items(add: (item: PyValue) => void): void {
    const reader = this.#reader;
    reader.expect('[');
    if (reader.accept(']')) return;
    let count = 0;
    do {
      if (count++ < this.#keep) add(this.#value());
      else skipValue(reader);
    } while (reader.accept(','));
    reader.expect(']');
    if (count > this.#keep) add(new Elided(count - this.#keep));
  }

  #object(): PyValue {
    const reader = this.#reader;
    reader.expect('{');
    if (reader.accept('}')) return this.#define(new Map());
    const first = this.#key();
    if (first === '$type') return this.#tagged();
    const map = this.#define(new Map<PyValue, PyValue>());
    map.set(first, this.#value());
    this.#members(map);
    if (map.has('$type')) throw reader.wrong('"$type" must be the first member of its object');
    return map;
  }

  #key(): string {
    this.#reader.peek();
    const key = this.#reader.string();
    this.#reader.expect(':');
    return key;
  }

  #members(map: Map<PyValue, PyValue>): void {
    const reader = this.#reader;
    let left = 0;
    while (reader.accept(',')) {
      const key = this.#key();
      if (map.size < this.#keep || map.has(key)) map.set(key, this.#value());
      else {
        skipValue(reader);
        left++;
      }
    }
    reader.expect('}');
    if (left > 0) map.set(new Elided(left * 2), null);
  }

  #tagged(): PyValue {
    this.#reader.peek();
    const tag = this.#reader.string();
    if (tag === 'def') return this.#definition();
    const collection = this.#collection(tag);
    if (collection !== undefined) return collection;
    const type = TYPES_BY_TAG.get(tag);
    const shell =
      type === undefined || this.#pending === undefined ? undefined : this.#define(emptyShell(type));
    const pending = this.#pending;
    this.#pending = undefined;
    const members = new Map<PyValue, PyValue>();
    this.#members(members);
    this.#pending = pending;
    const fields = new JsonFields(tag, members, this.#buffers);
    if (type === undefined) return this.#define(this.#builtin(tag, fields));
    const made = checkedData(type.make(fields));
    return shell === undefined ? made : fillShell(shell, made);
  }

  #builtin(tag: string, fields: JsonFields): PyValue {
    let value: PyValue | undefined;
    if (tag === 'float') value = NON_FINITE.get(fields.text('value'));
    else if (tag === 'int') value = integerFromHex(fields.text('hex'));
    else if (tag === 'bytes') value = fields.raw();
    else if (tag === 'ref') value = this.#defined.get(fields.integer('id')) ?? this.#leftOut();
    else throw this.#reader.wrong(`"$type" "${tag.slice(0, 40)}" is unknown`);
    if (value === undefined)
      throw fields.wrong(tag === 'ref' ? 'no such id was defined before' : 'it is malformed');
    return value;
  }

  /** What a reference to a part that an outline lacks gives. */
  #leftOut(): Elided | undefined {
    return this.#keep === Number.POSITIVE_INFINITY ? undefined : new Elided(1);
  }

  /** `{"$type":"def","id":n,"value":…}`: the id must come before the value. */
  #definition(): PyValue {
    const reader = this.#reader;
    reader.expect(',');
    if (this.#key() !== 'id') throw reader.wrong('The id of a definition must come first');
    reader.peek();
    const id = numberFromText(reader.number(), reader.isFloat);
    if (typeof id !== 'number' || this.#defined.has(id)) throw reader.wrong('An id must be a new integer');
    reader.expect(',');
    if (this.#key() !== 'value') throw reader.wrong('A definition has an id and a value');
    this.#pending = id;
    const value = this.#value();
    reader.expect('}');
    return value;
  }

  #collection(tag: string): PyValue | undefined {
    if (tag === 'tuple') {
      const tuple = this.#define(new PyTuple());
      return this.#fill(tuple, (item) => tuple.push(item));
    }
    if (tag === 'set' || tag === 'frozenset') {
      const set = this.#define<Set<PyValue>>(tag === 'set' ? new Set() : new PyFrozenSet());
      return this.#fill(set, (item) => set.add(item));
    }
    if (tag !== 'dict') return undefined;
    const map = this.#define(new Map<PyValue, PyValue>());
    return this.#fill(map, (pair) => {
      if (pair instanceof Elided) {
        map.set(new Elided(pair.count * 2), null);
        return;
      }
      if (!Array.isArray(pair) || pair.length !== 2)
        throw this.#reader.wrong('The items of a dict are [key, value]');
      map.set(pair[0], pair[1]);
    });
  }

  #fill<T extends PyValue>(collection: T, add: (item: PyValue) => void): T {
    const reader = this.#reader;
    reader.expect(',');
    if (this.#key() !== 'items') throw reader.wrong('Expected "items"');
    this.#items(add);
    reader.expect('}');
    return collection;
  }
}
