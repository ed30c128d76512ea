import { FLAG, type Frame } from '../../../codec/frame/framed/index.ts';
import { decodeTypedJson } from '../../../codec/json/decode.ts';
import { clientError } from '../errors.ts';
import { parseJson } from '../link/json.ts';

/** Bytes of a result: where they belong, and their lengths. */
interface Attachment {
  readonly path: readonly string[];
  readonly lengths: readonly number[];
}

/** What a command was answered with, to be read as JSON or as typed JSON. */
export interface CommandAnswer {
  /** The result as JSON; where it has bytes, a `Uint8Array`, or several when a value has buffers. */
  json(): Readonly<Record<string, unknown>>;
  /** One member of the result as an exact value: it is typed JSON. */
  value(member: string): unknown;
}

/** Takes an answer apart; its JSON is read when it is asked for, at once. Throws `PROTOCOL`. */
export function readCommandAnswer({ flags, meta, payload }: Frame): CommandAnswer {
  const head = parseJson(meta) as { length?: number; result?: object; attachments?: Attachment[] };
  const inPayload = (flags & FLAG.jsonInPayload) !== 0;
  const length = inPayload ? (head.length ?? 0) : 0;
  const text = inPayload ? payload.subarray(0, length) : meta;
  return {
    json: () => {
      const result = inPayload ? parseJson(text) : head.result;
      if (typeof result !== 'object' || result === null) throw malformed('has no result');
      return attach(result as Record<string, unknown>, head.attachments ?? [], payload, length);
    },
    value: (member) => {
      const whole = decodeTypedJson(text);
      const result = inPayload ? whole : memberOf(whole, 'result');
      return memberOf(result, member);
    },
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (value instanceof Map && value.has(name)) return value.get(name);
  throw malformed(`has no ${name}`);
}

/** Puts the bytes where the result has `null` for them. */
function attach(
  result: Record<string, unknown>,
  attachments: readonly Attachment[],
  payload: Buffer,
  start: number,
): Record<string, unknown> {
  let at = start;
  for (const { path, lengths } of attachments) {
    const pieces = lengths.map((length) => {
      at += length;
      return payload.subarray(at - length, at);
    });
    const last = path.at(-1);
    let place: unknown = result;
    for (const key of path.slice(0, -1)) place = (place as Record<string, unknown> | undefined)?.[key];
    if (last === undefined || typeof place !== 'object' || place === null || at > payload.length) {
      throw malformed('names bytes that are not there');
    }
    Object.defineProperty(place, last, {
      value: pieces.length === 1 ? pieces[0] : pieces,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

function malformed(what: string): Error {
  return clientError('PROTOCOL', `an answer ${what}`);
}
