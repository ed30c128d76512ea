import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Address } from '../address.ts';
import type { Transport, TransportEvents } from '../link/transport.ts';

const RECEIVE_BYTES = 256 * 1024;

/** Every connection reads into this: what has come is passed on before anything else is read. */
let shared: Buffer | undefined;

/** Opens a TCP connection, or one to a Unix socket. */
export function dialSocket(address: Exclude<Address, { kind: 'tls' }>, events: TransportEvents): Transport {
  shared ??= Buffer.allocUnsafeSlow(RECEIVE_BYTES);
  const buffer = shared;
  const options: NetConnectOpts = {
    ...(address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port }),
    noDelay: true,
    onread: {
      buffer,
      callback: (size) => {
        events.received(buffer.subarray(0, size));
        return true;
      },
    },
  };
  const socket = connect(options);
  socket.on('connect', events.opened);
  return transportOf(socket, events);
}

/** What a socket is to a session, apart from its opening and from what it receives. */
export function transportOf(socket: Socket, events: TransportEvents): Transport {
  let failure: Error | undefined;
  let isOver = false;
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('close', () => {
    if (!isOver) events.closed(failure);
    isOver = true;
  });
  return {
    write: (pieces) => {
      if (pieces.length > 1) socket.cork();
      for (const piece of pieces) socket.write(piece);
      if (pieces.length > 1) socket.uncork();
      return socket.writableLength === 0;
    },
    defer: (run) => process.nextTick(run),
    close: () => {
      isOver = true;
      socket.destroy();
    },
  };
}
