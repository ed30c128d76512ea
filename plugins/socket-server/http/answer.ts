import { encodeHttpMessage, encodePickle, type MessageInPieces, pickleBytesDict } from 'headframe/codec';

/** What a request is answered with. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** At least one piece, which may be empty. */
  readonly body: MessageInPieces;
}

/** A pickle that a message carries. */
export type Pickled = Uint8Array | MessageInPieces;

const TEXT = 'text/plain; charset=utf-8';
const JSON_TEXT = 'application/json';

/** An answer that is a text. */
export function textAnswer(text: string, status = 200): HttpAnswer {
  return { status, contentType: TEXT, body: wholeBody(Buffer.from(text)) };
}

/** An answer that is JSON; `text` is. */
export function jsonAnswer(text: string, status = 200): HttpAnswer {
  return { status, contentType: JSON_TEXT, body: wholeBody(Buffer.from(text)) };
}

/** An answer that carries pickles by name. */
export function pickleAnswer(entries: Iterable<readonly [name: string, pickle: Pickled]>): HttpAnswer {
  const parts = [...entries].map(
    ([name, pickle]) => [name, pickle instanceof Uint8Array ? wholeBody(pickle) : pickle] as const,
  );
  return { status: 200, contentType: TEXT, body: encodeHttpMessage(pickleBytesDict(parts)) };
}

/** An answer that carries values by name. Throws `NOT_CONVERTIBLE`. */
export function valueAnswer(values: Readonly<Record<string, unknown>>): HttpAnswer {
  return pickleAnswer(Object.entries(values).map(([name, value]) => [name, encodePickle(value)]));
}

function wholeBody(bytes: Uint8Array): MessageInPieces {
  return { byteLength: bytes.length, chunks: () => [bytes] };
}
