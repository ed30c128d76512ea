import type { Param } from 'headframe';
import type { JsonSlice } from 'headframe/codec';
import { serverError } from './errors.ts';
import type { Request } from './request.ts';
import { decodeBytes, TextWireValue } from './wire-value.ts';

/** What stands for a parameter that no command has: the registry refuses the call anyway. */
const UNEXPECTED = null;

/**
 * Brings a request's parameters into the form that their declaration asks for: parsed JSON, decoded
 * bytes, or values left as they are. `maxJsonBytes` bounds what is parsed. Throws `BAD_PARAMS`,
 * `BAD_BASE64`, `TOO_LARGE`.
 */
export async function decodeParams(
  declared: readonly Param[],
  given: Request['params'],
  maxJsonBytes: number,
): Promise<readonly unknown[] | ReadonlyMap<string, unknown>> {
  const decode = (param: Param | undefined, slice: JsonSlice): unknown =>
    param ? decodeParam(param, slice, maxJsonBytes) : UNEXPECTED;
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

function decodeParam({ name, kind }: Param, slice: JsonSlice, maxJsonBytes: number): unknown {
  switch (kind ?? 'json') {
    case 'bytes':
      return decodeBytes(name, slice);
    case 'value':
      return new TextWireValue(name, slice);
    case 'values':
      return valuesOf(name, slice);
    case 'json':
      return parse(name, slice, maxJsonBytes);
  }
}

function valuesOf(name: string, slice: JsonSlice): Map<string, TextWireValue> {
  if (slice.kind !== 'object') {
    throw serverError('BAD_PARAMS', `${name} must be an object of values by name, not ${slice.kind}`);
  }
  return new Map([...slice.members()].map(([key, member]) => [key, new TextWireValue(key, member)]));
}

function parse(name: string, slice: JsonSlice, maxBytes: number): unknown {
  const size = slice.end - slice.start;
  if (size <= maxBytes) return slice.parse();
  throw serverError(
    'TOO_LARGE',
    `${name} has ${size} bytes of JSON; the setting socket-server.maxJsonBytes allows ${maxBytes}`,
  );
}
