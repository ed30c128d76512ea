import { StringDecoder } from 'node:string_decoder';
import { asBuffer } from './ascii.ts';
import { base64Text, DEFAULT_SLICE_BYTES } from './base64-chunks.ts';
import { gather } from './gather.ts';
import { escapeNonAscii, type JsonValue, pythonJson, pythonString } from './python-json.ts';
import { escapeTerminator, TERMINATOR, terminatorPrefixAtEnd } from './terminator.ts';

/** Bytes that an answer carries as base64 text; the chunks count as joined. */
export class Base64Value {
  readonly chunks: Iterable<Uint8Array>;

  constructor(chunks: Iterable<Uint8Array>) {
    this.chunks = chunks;
  }
}

/** JSON text (UTF-8, known to be valid) that an answer carries as it is; the chunks count as joined. */
export class JsonText {
  readonly chunks: Iterable<Uint8Array>;

  constructor(chunks: Iterable<Uint8Array>) {
    this.chunks = chunks;
  }
}

export type PacketValue = JsonValue | Base64Value | JsonText;
export type PacketEntries = Iterable<readonly [key: string, value: PacketValue]>;

/**
 * Writes one object as a packet of the text dialects, terminator included, as `json.dumps` would: see
 * {@link pythonJson}. In pieces: all of it in one when it is below 64 KiB, else in Buffers of up to about
 * 1 MiB each, made when they are asked for. `PMEND` occurs in it at its end alone.
 *
 * @throws FrameError as `pythonJson` does, before the piece that the value is in.
 */
export function* encodePacket(
  entries: PacketEntries,
  sliceBytes: number = DEFAULT_SLICE_BYTES,
): Generator<Buffer> {
  yield* gather(packetText(entries, sliceBytes, TERMINATOR));
}

/** The same without the terminator. */
export function* encodePacketBody(
  entries: PacketEntries,
  sliceBytes: number = DEFAULT_SLICE_BYTES,
): Generator<Buffer> {
  yield* gather(packetText(entries, sliceBytes, ''));
}

function* packetText(entries: PacketEntries, sliceBytes: number, end: string): Generator<string> {
  let separator = '{';
  for (const [key, value] of entries) {
    yield `${separator}${pythonString(key)}: `;
    yield* valueText(value, sliceBytes);
    separator = ', ';
  }
  yield separator === '{' ? `{}${end}` : `}${end}`;
}

function* valueText(value: PacketValue, sliceBytes: number): Generator<string> {
  if (value instanceof Base64Value) {
    yield '"';
    yield* base64Text(value.chunks, sliceBytes);
    yield '"';
  } else if (value instanceof JsonText) {
    yield* jsonText(value.chunks, sliceBytes);
  } else {
    yield pythonJson(value);
  }
}

function* jsonText(chunks: Iterable<Uint8Array>, sliceBytes: number): Generator<string> {
  const decoder = new StringDecoder('utf8');
  let held = '';
  for (const chunk of chunks) {
    const bytes = asBuffer(chunk);
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const text = held + decoder.write(bytes.subarray(at, at + sliceBytes));
      const holding = terminatorPrefixAtEnd(text);
      held = text.slice(text.length - holding);
      yield escapeNonAscii(escapeTerminator(text.slice(0, text.length - holding)));
    }
  }
  yield held + escapeNonAscii(decoder.end());
}
