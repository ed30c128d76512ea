import type { Param, WireValue } from 'headframe';
import type { ByteLimit } from './byte-limit.ts';
import type { Attachment, CommandRequest } from './command-request.ts';
import { framedError } from './errors.ts';
import { decodeParams } from './params.ts';

/** A value that came beside the JSON. */
class AttachedValue implements WireValue {
  readonly buffers: readonly Buffer[];
  readonly #document: Buffer;

  constructor([document, ...buffers]: readonly Buffer[]) {
    this.#document = document ?? Buffer.alloc(0);
    this.buffers = buffers;
  }

  json(): Uint8Array {
    return this.#document;
  }

  async bytes(): Promise<Uint8Array> {
    return this.#document;
  }
}

/**
 * Brings a command's parameters into the form that their declaration asks for. Throws `BAD_PARAMS`, `TOO_LARGE`.
 */
export async function decodeFramedParams(
  declared: readonly Param[],
  { params, attachments }: CommandRequest,
  limit: ByteLimit,
): Promise<readonly unknown[] | ReadonlyMap<string, unknown>> {
  const inline = await decodeParams(declared, params, limit, refuseInline);
  if (attachments.length === 0) return inline;
  const all = new Map<string, unknown>(isPositional(inline) ? named(declared, inline) : inline);
  for (const attachment of attachments) attach(all, declared, attachment);
  return all;
}

function attach(
  all: Map<string, unknown>,
  declared: readonly Param[],
  { param, name, parts }: Attachment,
): void {
  const kind = declared.find((one) => one.name === param)?.kind ?? 'json';
  if (kind === 'values') {
    if (name === undefined) throw badParams(`the attachment for ${param} does not say for which variable`);
    const values = all.get(param) ?? new Map<string, WireValue>();
    (values as Map<string, WireValue>).set(name, new AttachedValue(parts));
    all.set(param, values);
    return;
  }
  if (all.has(param)) throw badParams(`${param} is given twice`);
  if (kind === 'json') throw badParams(`${param} is no value and takes no attachment`);
  if (kind === 'bytes' && parts.length !== 1) throw badParams(`${param} takes no buffers`);
  all.set(param, kind === 'bytes' ? parts[0] : new AttachedValue(parts));
}

/** Positions as names; what is too many keeps a name that no parameter has, so that the command refuses it. */
function named(declared: readonly Param[], values: readonly unknown[]): [string, unknown][] {
  return values.map((value, index) => [declared[index]?.name ?? `parameter ${index + 1}`, value]);
}

function isPositional(given: readonly unknown[] | ReadonlyMap<string, unknown>): given is readonly unknown[] {
  return Array.isArray(given);
}

/** Bytes never stand in the JSON. */
async function refuseInline(name: string): Promise<never> {
  throw badParams(`${name} is bytes: send them as an attachment`);
}

function badParams(message: string): Error {
  return framedError('BAD_PARAMS', message);
}
