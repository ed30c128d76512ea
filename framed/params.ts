import type { Param, WireValue } from 'headframe';
import type { JsonSlice } from 'headframe/codec';
import type { ByteLimit } from './byte-limit.ts';
import { framedError } from './errors.ts';
import { type BytesDecoder, InlineValue } from './inline-value.ts';
import type { Request } from './request.ts';

/** What stands for a parameter that no command has: the registry refuses the call anyway. */
const UNEXPECTED = null;

/**
 * Brings a request's parameters into the form that their declaration asks for: parsed JSON, decoded
 * bytes, or values left as they are. `limit` bounds what is parsed, `decodeBytes` has the dialect's form of bytes. Throws `BAD_PARAMS`,
 * `BAD_BASE64`, `TOO_LARGE`.
 */
export async function decodeParams(
  declared: readonly Param[],
  given: Request['params'],
  limit: ByteLimit,
  decodeBytes: BytesDecoder,
): Promise<readonly unknown[] | ReadonlyMap<string, unknown>> {
  const decode = (param: Param | undefined, slice: JsonSlice): unknown =>
    param ? decodeParam(param, slice, limit, decodeBytes) : UNEXPECTED;
  if (!(given instanceof Map)) {
    const values: unknown[] = [];
    for (const [index, slice] of [...given.values()].entries()) {
      values.push(await decode(declared[index], slice));
    }
    return values;
  }
  const values = new Map<string, unknown>();
  for (const [name, slice] of given) {
    const param = declared.find((one) => one.name === name);
    values.set(name, await decode(param, slice));
  }
  return values;
}

function decodeParam(
  { name, kind }: Param,
  slice: JsonSlice,
  limit: ByteLimit,
  decodeBytes: BytesDecoder,
): unknown {
  switch (kind ?? 'json') {
    case 'bytes':
      return decodeBytes(name, slice);
    case 'value':
      return new InlineValue(name, slice, decodeBytes);
    case 'values':
      return valuesOf(name, slice, decodeBytes);
    case 'json':
      return parse(name, slice, limit);
  }
}

function valuesOf(name: string, slice: JsonSlice, decodeBytes: BytesDecoder): Map<string, WireValue> {
  if (slice.kind !== 'object') {
    throw framedError('BAD_PARAMS', `${name} must be an object of values by name, not ${slice.kind}`);
  }
  return new Map(
    [...slice.members()].map(([key, member]) => [key, new InlineValue(key, member, decodeBytes)]),
  );
}

function parse(name: string, slice: JsonSlice, { bytes, setting }: ByteLimit): unknown {
  const size = slice.end - slice.start;
  if (size <= bytes) return slice.parse();
  throw framedError('TOO_LARGE', `${name} has ${size} bytes of JSON; the setting ${setting} allows ${bytes}`);
}
