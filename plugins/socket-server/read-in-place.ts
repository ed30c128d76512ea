import type { Socket } from 'node:net';

const SHARED_BYTES = 256 * 1024;

/** All connections are read into this, one after the other: what has come is taken before the next read. */
let shared: Buffer | undefined;

/** Where what comes on a socket is put, and who takes it. */
export interface PlaceOfReading {
  /** Memory that wants the next bytes; nothing when they may stand anywhere. */
  readonly room: () => Buffer | undefined;
  /** So many bytes were put into the room. */
  readonly filled: (count: number) => void;
  /** Bytes have come; their memory is valid during the call. */
  readonly received: (chunk: Buffer) => void;
}

/** What Node keeps of `onread`, the option that only a socket that connects can be given: its own fields and its handle's method. */
type Internals = Record<symbol, unknown> & {
  readonly _handle?: { readonly useUserBuffer?: (buffer: Buffer) => void } | null;
};

/**
 * Has the system put what comes on a socket where it belongs, instead of into 64 KiB of new memory each time;
 * `data` events come no more. False, and all stays as it was, where this Node does not work in the way that is
 * known: by the fields `kBuffer`, `kBufferCb` and `kBufferGen` of `lib/net.js`.
 */
export function readInPlace(socket: Socket, place: PlaceOfReading): boolean {
  const internals = socket as unknown as Internals;
  const keys = fieldsOf(socket);
  const handle = internals._handle;
  if (!keys || typeof handle?.useUserBuffer !== 'function') return false;
  shared ??= Buffer.allocUnsafeSlow(SHARED_BYTES);
  const common = shared;
  internals[keys.buffer] = common;
  internals[keys.callback] = (count: number, into: Buffer): boolean => {
    if (into === common) place.received(common.subarray(0, count));
    else place.filled(count);
    return true;
  };
  internals[keys.next] = (): Buffer => place.room() ?? common;
  handle.useUserBuffer(common);
  return true;
}

interface Fields {
  readonly buffer: symbol;
  readonly callback: symbol;
  readonly next: symbol;
}

function fieldsOf(socket: Socket): Fields | undefined {
  const symbols = Object.getOwnPropertySymbols(socket);
  const unused = (name: string): symbol | undefined =>
    symbols.find((one) => one.description === name && Reflect.get(socket, one) === null);
  const [buffer, callback, next] = ['kBuffer', 'kBufferCb', 'kBufferGen'].map(unused);
  return buffer && callback && next ? { buffer, callback, next } : undefined;
}
