import { JsonChecker, type JsonLimits, type JsonSlice, sliceOf } from 'headframe/codec';
import { framedError } from './errors.ts';
import { inSlices } from './turn.ts';

/** A request of a text dialect, its parameters unparsed. */
export interface Request {
  readonly method: string;
  readonly params: readonly JsonSlice[] | ReadonlyMap<string, JsonSlice>;
}

/** Longest text of a method's name, in bytes. */
const MAX_METHOD_BYTES = 256;

/**
 * Reads a packet: a JSON object with `method` and `params`, a list (by position) or an object (by name);
 * other members, such as `jsonrpc` and `id`, mean nothing. Large ones are checked slice by slice.
 * Throws `BAD_JSON`, `TOO_DEEP`, `TOO_MANY_KEYS`, `BAD_REQUEST`.
 */
export async function readRequest(packet: Buffer, limits: JsonLimits): Promise<Request> {
  const checker = new JsonChecker(packet, limits);
  await inSlices((bytes) => checker.step(bytes));
  const root = sliceOf(checker.document);
  if (root.kind !== 'object') throw framedError('BAD_REQUEST', `a request is an object, not ${root.kind}`);
  const members = root.members();
  return { method: methodOf(members.get('method')), params: paramsOf(members.get('params')) };
}

/** The method that a request names. Throws `BAD_REQUEST`. */
export function methodOf(slice: JsonSlice | undefined): string {
  if (slice?.kind !== 'string') throw framedError('BAD_REQUEST', "a request's method is a text");
  if (slice.end - slice.start > MAX_METHOD_BYTES) {
    throw framedError('BAD_REQUEST', `a method's name has at most ${MAX_METHOD_BYTES} bytes`);
  }
  return String(slice.parse());
}

/** A request's parameters; none when there are none. Throws `BAD_REQUEST`. */
export function paramsOf(slice: JsonSlice | undefined): Request['params'] {
  if (slice === undefined) return [];
  if (slice.kind === 'array') return slice.elements();
  if (slice.kind === 'object') return slice.members();
  throw framedError('BAD_REQUEST', `a request's params are a list or an object, not ${slice.kind}`);
}
