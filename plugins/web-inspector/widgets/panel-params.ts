import { HeadframeError, type Param, type WireValue } from 'headframe';

/**
 * Brings the parameters of a panel's call, which are JSON, into the shape that a command's declaration asks
 * for: values as typed JSON, bytes from base64. Throws `BAD_PARAMS`.
 */
export function asCommandParams(
  given: Readonly<Record<string, unknown>>,
  declared: readonly Param[],
): Map<string, unknown> {
  const kinds = new Map(declared.map(({ name, kind }) => [name, kind ?? 'json']));
  return new Map(Object.entries(given).map(([name, value]) => [name, convert(name, value, kinds.get(name))]));
}

function convert(name: string, value: unknown, kind: Param['kind']): unknown {
  switch (kind) {
    case 'value':
      return new JsonValue(name, value);
    case 'values':
      if (typeof value !== 'object' || value === null)
        throw new HeadframeError('BAD_PARAMS', `${name} must be an object`);
      return new Map(Object.entries(value).map(([key, one]) => [key, new JsonValue(key, one)]));
    case 'bytes':
      return bytesOf(name, value);
    default:
      return value;
  }
}

/** A value that came as parsed JSON. */
class JsonValue implements WireValue {
  readonly buffers: readonly Uint8Array[] = [];
  readonly #name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.#name = name;
    this.#value = value;
  }

  json(): Uint8Array {
    return Buffer.from(JSON.stringify(this.#value));
  }

  async bytes(): Promise<Uint8Array> {
    return bytesOf(this.#name, this.#value);
  }
}

function bytesOf(name: string, value: unknown): Uint8Array {
  if (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) return Buffer.from(value, 'base64');
  throw new HeadframeError('BAD_PARAMS', `${name} must be a text with base64`);
}
