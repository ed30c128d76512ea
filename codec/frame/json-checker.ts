import { asBuffer } from './ascii.ts';
import { DEFAULT_JSON_LIMITS, type JsonDocument, type JsonLimits, type JsonSpan } from './json-document.ts';
import { JsonMachine } from './json-machine.ts';

/**
 * Checks that bytes are one JSON document (RFC 8259, strictly: no `NaN`, no byte order mark, valid UTF-8)
 * within limits, in steps of bounded work, so that a document of hundreds of MB need not hold up its
 * process. Builds no values. Lone surrogates written as escapes are allowed, as in `JSON.parse`.
 */
export class JsonChecker {
  readonly #bytes: Buffer;
  readonly #limits: JsonLimits;
  readonly #spans = new Map<number, JsonSpan>();
  readonly #machine: JsonMachine;

  constructor(bytes: Uint8Array, limits: Partial<JsonLimits> = {}) {
    this.#bytes = asBuffer(bytes);
    this.#limits = { ...DEFAULT_JSON_LIMITS, ...limits };
    this.#machine = new JsonMachine(this.#bytes, this.#limits, this.#spans);
  }

  /** Bytes checked so far. */
  get position(): number {
    return this.#machine.at;
  }

  /**
   * Checks about `maxBytes` more; true when the whole document was found good.
   *
   * @throws FrameError `BAD_JSON`, `TOO_DEEP` or `TOO_MANY_KEYS`, each with the place in bytes.
   */
  step(maxBytes: number): boolean {
    const { length } = this.#bytes;
    this.#machine.run(Math.min(length, this.#machine.at + Math.max(1, maxBytes)));
    if (this.#machine.at < length) return false;
    this.#machine.finish();
    return true;
  }

  /** The document, once `step` has given true. */
  get document(): JsonDocument {
    return { bytes: this.#bytes, end: this.#bytes.length, limits: this.#limits, spans: this.#spans };
  }
}
