import { Base64Decoder, JsonChecker, readVarDict, sliceOf } from 'headframe/codec';
import { inSlices } from 'headframe/framed';
import { serverError } from '../errors.ts';

/** Text of a message of arguments, which are decoded at once; values of variables are not. */
const MAX_ARGUMENTS_LENGTH = 2 * 1024 * 1024;
/** A message is one object with two texts. */
const LIMITS = { maxDepth: 4, maxKeys: 16 };
const MAX_SHOWN_LENGTH = 64;

/** The parameter of a request that holds its message. Held once, so that its memory goes when it is taken. */
export class Message {
  #text: Buffer | undefined;

  constructor(text: Buffer | undefined) {
    this.#text = text;
  }

  /**
   * The pickle in the message: base64 of a JSON object whose `content` is base64 of it. Large ones are decoded
   * slice by slice. Throws `BAD_PARAMS` for one that is not there, `BAD_BASE64`, `BAD_JSON`.
   */
  takePickle(): Promise<Buffer> {
    const text = this.#text;
    this.#text = undefined;
    if (!text?.length) throw serverError('BAD_PARAMS', 'the request has no message');
    // Not awaited here: the text is not held while what was in it is decoded.
    return decodeBase64(text).then(contentOf);
  }

  /** The message as it stands there, as one line of visible ASCII of at most 64 characters; others are shown as `?`. */
  takeText(): string {
    const text = this.#text?.toString('latin1', 0, MAX_SHOWN_LENGTH) ?? '';
    this.#text = undefined;
    return text.replace(/[^\x21-\x7e]/g, '?');
  }

  /** The pickles in a message of arguments, by name. Throws as {@link takePickle}, `BAD_PICKLE`, `TOO_LARGE`. */
  async takeArguments(): Promise<Map<string, Uint8Array>> {
    const length = this.#text?.length ?? 0;
    if (length > MAX_ARGUMENTS_LENGTH) {
      throw serverError(
        'TOO_LARGE',
        `the message has ${length} bytes; here ${MAX_ARGUMENTS_LENGTH} are allowed`,
      );
    }
    return new Map([...readVarDict(await this.takePickle())].map(([name, { data }]) => [name, data]));
  }
}

async function contentOf(json: Buffer): Promise<Buffer> {
  const checker = new JsonChecker(json, LIMITS);
  await inSlices((bytes) => checker.step(bytes));
  const root = sliceOf(checker.document);
  const content = root.kind === 'object' ? root.members().get('content') : undefined;
  if (content?.kind !== 'string') throw serverError('BAD_PARAMS', 'the message has no text content');
  const { bytes, hasEscapes } = content.rawText();
  return decodeBase64(bytes, hasEscapes);
}

async function decodeBase64(text: Buffer, hasEscapes = false): Promise<Buffer> {
  const decoder = new Base64Decoder(text, { hasEscapes });
  await inSlices((count) => decoder.step(count));
  return decoder.result;
}
