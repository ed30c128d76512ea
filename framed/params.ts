import type { Param, WireValue } from 'headframe';
import type { JsonSlice } from 'headframe/codec';
import type { ByteLimit } from './byte-limit.ts';
import { framedError } from './errors.ts';
import type { Request } from './request.ts';

/** How a dialect brings bytes and values that stand in JSON. */
export interface ParamForms {
  bytes(name: string, slice: JsonSlice): Promise<Uint8Array>;
  value(name: string, slice: JsonSlice): WireValue;
}

/** What stands for a parameter that no command has: the registry refuses the call anyway. */
const UNEXPECTED = null;

/**
 * Brings a request's parameters into the form that their declaration asks for: parsed JSON, decoded
 * bytes, or values left as they are. `limit` bounds what is parsed. Throws `BAD_PARAMS`,
 * `BAD_BASE64`, `TOO_LARGE`.
 */
export async function decodeParams(
  declared: readonly Param[],
  given: Request['params'],
  limit: ByteLimit,
  forms: ParamForms,
): Promise<readonly unknown[] | ReadonlyMap<string, unknown>> {
  const decode = (param: Param | undefined, slice: JsonSlice): unknown =>
    param ? decodeParam(param, slice, limit, forms) : UNEXPECTED;
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

function decodeParam({ name, kind }: Param, slice: JsonSlice, limit: ByteLimit, forms: ParamForms): unknown {
  switch (kind ?? 'json') {
    case 'bytes':
      return forms.bytes(name, slice);
    case 'value':
      return forms.value(name, slice);
    case 'values':
      return valuesOf(name, slice, forms);
    case 'json':
      return parse(name, slice, limit);
  }
}

function valuesOf(name: string, slice: JsonSlice, forms: ParamForms): Map<string, WireValue> {
  if (slice.kind !== 'object') {
    throw framedError('BAD_PARAMS', `${name} must be an object of values by name, not ${slice.kind}`);
  }
  return new Map([...slice.members()].map(([key, member]) => [key, forms.value(key, member)]));
}

function parse(name: string, slice: JsonSlice, { bytes, setting }: ByteLimit): unknown {
  const size = slice.end - slice.start;
  if (size <= bytes) return slice.parse();
  throw framedError('TOO_LARGE', `${name} has ${size} bytes of JSON; the setting ${setting} allows ${bytes}`);
}
