import { decodePickle, encodeTypedJson } from 'headframe/codec';
import { serverError } from '../errors.ts';

/** Arrays, objects and calls of an argument within each other. */
const LIMITS = { maxDepth: 1000 };

/** The arguments of a request, each a pickle that is decoded when it is asked for. Nothing in one is executed. */
export class Arguments {
  readonly #pickles: ReadonlyMap<string, Uint8Array>;

  constructor(pickles: ReadonlyMap<string, Uint8Array>) {
    this.#pickles = pickles;
  }

  get names(): readonly string[] {
    return [...this.#pickles.keys()];
  }

  /**
   * An argument as JSON: what Python has beyond JSON is typed JSON. Throws `BAD_PARAMS` when it is not there,
   * `BAD_PICKLE`, `NOT_CONVERTIBLE`, `TOO_LARGE`.
   */
  json(name: string): unknown {
    const pickle = this.#pickles.get(name);
    if (pickle === undefined) throw serverError('BAD_PARAMS', `the message has no ${name}`);
    const { document } = encodeTypedJson(decodePickle(pickle, { limits: LIMITS }));
    return JSON.parse(Buffer.from(document).toString('utf8'));
  }

  /** An argument that is a text. Throws `BAD_PARAMS`, and as {@link json}. */
  text(name: string): string {
    const value = this.json(name);
    if (typeof value !== 'string') throw serverError('BAD_PARAMS', `${name} must be a text`);
    return value;
  }

  /** An argument that is a list of texts. Throws `BAD_PARAMS`, and as {@link json}. */
  texts(name: string): string[] {
    const value = this.json(name);
    if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) {
      throw serverError('BAD_PARAMS', `${name} must be a list of texts`);
    }
    return value;
  }

  /** Whether an argument is there and is `True`. Throws as {@link json}. */
  flag(name: string): boolean {
    return this.#pickles.has(name) && this.json(name) === true;
  }
}
