import type { RawValue } from '../clients/node/index.ts';
import {
  cutParts,
  encodeFrameStart,
  FRAME_KIND,
  FRAMED_PREAMBLE,
  type Frame,
  FrameReader,
  lengthOf,
  OPERATION,
  RefusedFrame,
} from '../codec/index.ts';
import { HeadframeError } from '../core/index.ts';

/** A variable in a backup. */
export interface BackupEntry {
  readonly name: string;
  readonly value: RawValue;
  /** Its free keys. */
  readonly info: Readonly<Record<string, unknown>>;
}

/** What the meta of a backup's frame says. */
interface EntryMeta {
  readonly method: 'set_var';
  readonly params: { readonly name: string; readonly method: RawValue['method']; readonly info: object };
  readonly attachments: readonly [{ readonly param: 'value'; readonly lengths: readonly number[] }];
}

/** What fits in a `Buffer`. */
const MAX_PAYLOAD_BYTES = 2 ** 32;

/**
 * A backup's bytes. It is what a client would send to write the variables in the framed dialect
 * (docs/reference/framed.md): the opening, and a `set_var` for each, with the value's bytes as they are.
 */
export async function* writeBackup(entries: AsyncIterable<BackupEntry>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(FRAMED_PREAMBLE);
  let id = 0;
  for await (const { name, value, info } of entries) {
    const payload = [value.document, ...value.buffers];
    const meta: EntryMeta = {
      method: 'set_var',
      params: { name, method: value.method, info },
      attachments: [{ param: 'value', lengths: payload.map(({ length }) => length) }],
    };
    const start = { kind: FRAME_KIND.request, operation: OPERATION.command, id: ++id };
    yield encodeFrameStart({ ...start, meta: Buffer.from(JSON.stringify(meta)) }, lengthOf(payload));
    yield* payload;
  }
}

/** The variables in a backup. Throws `BAD_ARGUMENT` for what is none, and where it ends too early. */
export async function* readBackup(chunks: AsyncIterable<Buffer>): AsyncGenerator<BackupEntry> {
  const reader = new FrameReader({ payload: MAX_PAYLOAD_BYTES });
  let opening = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let rest = chunk;
    if (opening.length < FRAMED_PREAMBLE.length) {
      const missing = FRAMED_PREAMBLE.length - opening.length;
      opening = Buffer.concat([opening, chunk.subarray(0, missing)]);
      rest = chunk.subarray(missing);
      if (!FRAMED_PREAMBLE.startsWith(opening.toString('latin1'))) throw bad('does not begin as one');
    }
    reader.feed(rest);
    for (let frame = reader.next(); frame !== undefined; frame = reader.next()) yield readEntry(frame);
  }
  if (opening.length < FRAMED_PREAMBLE.length || reader.isInsideFrame) throw bad('ends in the middle');
}

function readEntry(frame: Frame | RefusedFrame): BackupEntry {
  if (frame instanceof RefusedFrame) throw bad(`holds what cannot be read: ${frame.error.message}`);
  const { params, attachments } = metaOf(frame);
  const [document = 0, ...buffers] = attachments[0].lengths;
  if (document + buffers.reduce((sum, length) => sum + length, 0) !== frame.payload.length) {
    throw bad(`has a value of another length than it says: ${params.name}`);
  }
  const value = { method: params.method, ...cutParts(frame.payload, { document, buffers }) };
  return { name: params.name, value, info: params.info as BackupEntry['info'] };
}

function metaOf({ kind, operation, meta }: Frame): EntryMeta {
  if (kind === FRAME_KIND.request && operation === OPERATION.command) {
    const found = parse(meta.toString());
    if (isEntry(found)) return found;
  }
  throw bad('holds something else than variables');
}

function isEntry(found: unknown): found is EntryMeta {
  const { method, params, attachments } = (found ?? {}) as Partial<EntryMeta>;
  if (method !== 'set_var' || !isObject(params) || !Array.isArray(attachments)) return false;
  const { lengths } = (attachments[0] ?? {}) as Partial<EntryMeta['attachments'][0]>;
  return (
    typeof params.name === 'string' &&
    (params.method === 'json' || params.method === 'pickle') &&
    isObject(params.info) &&
    Array.isArray(lengths) &&
    lengths.every((length) => Number.isSafeInteger(length) && length >= 0)
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HeadframeError('BAD_ARGUMENT', 'the backup holds what is no JSON', { cause: error });
  }
}

function bad(what: string): HeadframeError {
  return new HeadframeError('BAD_ARGUMENT', `the file is no whole backup: it ${what}`);
}
