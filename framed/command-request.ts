import { FLAG, type Frame, JsonChecker, type JsonLimits, type JsonSlice, sliceOf } from 'headframe/codec';
import { framedError } from './errors.ts';
import { checkFlags } from './flags.ts';
import { methodOf, paramsOf, type Request } from './request.ts';
import { inSlices } from './turn.ts';

/** A parameter's bytes beside the JSON. */
export interface Attachment {
  readonly param: string;
  /** The variable, of a parameter that holds several. */
  readonly name: string | undefined;
  /** The document and its buffers. */
  readonly parts: readonly Buffer[];
}

/** A command that is asked for, its parameters unparsed. */
export interface CommandRequest extends Request {
  readonly attachments: readonly Attachment[];
}

/**
 * Reads a command's frame, whose memory has to stay. Throws `BAD_JSON`, `TOO_DEEP`, `TOO_MANY_KEYS`,
 * `BAD_REQUEST`, `BAD_META`.
 */
export async function readCommand(frame: Frame, limits: JsonLimits): Promise<CommandRequest> {
  checkFlags(frame.flags, FLAG.jsonInPayload);
  const root = await checked(frame.meta, limits);
  if (root.kind !== 'object') throw badRequest(`a command is an object, not ${root.kind}`);
  const members = root.members();
  const method = methodOf(members.get('method'));
  const { payload } = frame;
  if ((frame.flags & FLAG.jsonInPayload) === 0) {
    const params = paramsOf(members.get('params'));
    return { method, params, attachments: attachmentsOf(members.get('attachments'), payload) };
  }
  const length = lengthOf(members.get('length')?.parse(), 'length');
  if (length > payload.length)
    throw badRequest(`length is ${length}; the payload has ${payload.length} bytes`);
  const params = paramsOf(await checked(payload.subarray(0, length), limits));
  const attachments = attachmentsOf(members.get('attachments'), payload.subarray(length));
  return { method, params, attachments };
}

async function checked(bytes: Buffer, limits: JsonLimits): Promise<JsonSlice> {
  const checker = new JsonChecker(bytes, limits);
  await inSlices((count) => checker.step(count));
  return sliceOf(checker.document);
}

function attachmentsOf(slice: JsonSlice | undefined, payload: Buffer): Attachment[] {
  let at = 0;
  const cut = (length: unknown): Buffer => {
    at += lengthOf(length, 'lengths of an attachment');
    if (at > payload.length) throw badRequest('the attachments are longer than the payload');
    return payload.subarray(at - Number(length), at);
  };
  const attachments =
    slice === undefined ? [] : slice.elements().map((one) => attachmentOf(one.parse(), cut));
  if (at !== payload.length)
    throw badRequest(`${payload.length - at} bytes of the payload belong to no parameter`);
  return attachments;
}

function attachmentOf(given: unknown, cut: (length: unknown) => Buffer): Attachment {
  const { param, name, lengths } = Object(given) as Record<string, unknown>;
  if (typeof param !== 'string') throw badRequest('an attachment has no param');
  if (name !== undefined && typeof name !== 'string') throw badRequest("an attachment's name is no text");
  if (!Array.isArray(lengths) || lengths.length === 0) throw badRequest('an attachment has no lengths');
  return { param, name, parts: lengths.map(cut) };
}

function lengthOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw badRequest(`${what}: ${JSON.stringify(value)} is no number of bytes`);
}

function badRequest(message: string): Error {
  return framedError('BAD_REQUEST', message);
}
