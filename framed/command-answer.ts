import { Binary } from 'headframe';
import { FLAG, JsonText, MAX_META_BYTES, pythonJson } from 'headframe/codec';
import { type Answer, metaAnswer } from './answer.ts';
import { jsonValue } from './result-json.ts';

/** Room in the meta for what surrounds a result. */
const SURROUNDING_BYTES = 64;
/** A member of a result in the answer: JSON text, perhaps `null` in the place of bytes. */
type Piece = Uint8Array;

/** A command's result as an answer: its JSON in the meta, or in the payload when it is long; bytes behind it. */
export function commandAnswer(result: object): Answer {
  const json: Piece[] = [];
  const binaries: [key: string, bytes: Binary][] = [];
  const members = result instanceof Map ? [...result] : Object.entries(result);
  for (const [key, value] of members) {
    if (value === undefined) continue;
    json.push(text(`${json.length === 0 ? '{' : ','}${pythonJson(String(key))}:`));
    if (value instanceof JsonText) json.push(...value.chunks);
    else if (value instanceof Binary) {
      json.push(text('null'));
      binaries.push([String(key), value]);
    } else json.push(text(pythonJson(jsonValue(value, String(key)))));
  }
  json.push(text(json.length === 0 ? '{}' : '}'));
  return assemble(json, binaries);
}

function assemble(json: readonly Piece[], binaries: readonly [string, Binary][]): Answer {
  const length = sum(json);
  const attached = binaries.map(([key, { byteLength }]) => ({ path: [key], lengths: [byteLength] }));
  const attachments = attached.length === 0 ? '' : `,"attachments":${pythonJson(attached)}`;
  const isShort = length + attachments.length + SURROUNDING_BYTES <= MAX_META_BYTES;
  const meta = isShort
    ? Buffer.concat([text('{"result":'), ...json, text(`${attachments}}`)])
    : text(`{"length":${length}${attachments}}`);
  const flags = isShort ? 0 : FLAG.jsonInPayload;
  const payloadLength =
    (isShort ? 0 : length) + binaries.reduce((bytes, [, one]) => bytes + one.byteLength, 0);
  if (payloadLength === 0) return metaAnswer(meta, flags);
  return { flags, meta, payloadLength, payload: payload(isShort ? [] : json, binaries), streamed: true };
}

function* payload(json: readonly Piece[], binaries: readonly [string, Binary][]): Generator<Uint8Array> {
  yield* json;
  for (const [, binary] of binaries) yield* binary.chunks();
}

function text(json: string): Buffer {
  return Buffer.from(json, 'latin1');
}

function sum(pieces: readonly Piece[]): number {
  let bytes = 0;
  for (const piece of pieces) bytes += piece.byteLength;
  return bytes;
}
