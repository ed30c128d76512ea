import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createClient, RESP_TYPES } from 'redis';
import { BareClient } from './bare-client.ts';
import type { Yardstick } from './yardstick.ts';

/** One connection of a client, as the benchmark uses each of them. */
export interface PeerClient {
  set(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  setArray(key: string, value: Float64Array): Promise<unknown>;
  getArray(key: string): Promise<unknown>;
  /** Tells everybody who listens. */
  publish(key: string, value: string): Promise<unknown>;
  /** Calls back for each message that is published. */
  listen(key: string, heard: () => void): Promise<unknown>;
  close(): void;
}

/** What is compared. */
export interface Peer {
  readonly name: 'headframe' | 'ioredis' | 'node-redis' | 'bare net';
  open(): Promise<PeerClient>;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

/** Our client, its data plane and with it its cache off, as values go through the socket of the others too. A message is a change of a variable. */
export function headframe({ connect }: typeof import('../clients/node/index.ts'), address: string): Peer {
  return {
    name: 'headframe',
    open: async () => {
      const client = await connect(address, { places: false });
      return {
        set: (key, value) => client.set(key, value),
        get: (key) => client.get(key),
        setArray: (key, value) => client.set(key, value),
        getArray: (key) => client.get(key),
        publish: (key, value) => client.set(key, value),
        listen: async (key, heard) => {
          client.on('dataChanged', heard);
          await client.subscribe({ names: [key], inline: 4096 });
        },
        close: () => void client.close(),
      };
    },
  };
}

export function ioredis(path: string): Peer {
  return {
    name: 'ioredis',
    open: async () => {
      const client = new Redis({ path });
      await once(client, 'ready');
      return {
        set: (key, value) => client.set(key, value),
        get: (key) => client.get(key),
        setArray: (key, value) => client.set(key, bytesOf(value)),
        getArray: async (key) => float64(await client.getBuffer(key)),
        publish: (key, value) => client.publish(key, value),
        listen: (key, heard) => client.on('message', heard).subscribe(key),
        close: () => client.disconnect(),
      };
    },
  };
}

export function nodeRedis(path: string): Peer {
  return {
    name: 'node-redis',
    open: async () => {
      const client = createClient({ socket: { path, tls: false } });
      await client.connect();
      const raw = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
      return {
        set: (key, value) => client.set(key, value),
        get: (key) => client.get(key),
        setArray: (key, value) => client.set(key, bytesOf(value)),
        getArray: async (key) => float64(await raw.get(key)),
        publish: (key, value) => client.publish(key, value),
        listen: (key, heard) => client.subscribe(key, heard),
        close: () => client.destroy(),
      };
    },
  };
}

/** No server of values at all, but as many bytes to and fro: see `BareClient`. */
export function bareNet(path: string, server: Yardstick): Peer {
  const none = (): never => {
    throw new Error('a bare exchange has no values');
  };
  return {
    name: 'bare net',
    open: async () => {
      const client = new BareClient(path, server);
      return {
        set: () => client.exchange('set'),
        get: () => client.exchange('get'),
        setArray: none,
        getArray: none,
        publish: none,
        listen: none,
        close: () => client.close(),
      };
    },
  };
}

/** What a program makes of the bytes: numbers, on the same memory where it is aligned. */
function float64(bytes: Buffer | null): Float64Array {
  if (bytes === null) throw new Error('the array is not there');
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return new Float64Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / 8);
}
