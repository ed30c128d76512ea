import type { Transport, TransportEvents } from '../node/link/transport.ts';

/** A message of a WebSocket. */
interface Message {
  readonly data: unknown;
}

/** How a WebSocket ended: RFC 6455 section 7.4. */
interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** What is needed of a WebSocket; browsers, Node from version 22 on, and the package `ws` have it. */
export interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** A class of WebSockets. */
export type WebSocketClass = new (url: string) => WebSocketLike;

/** Messages are kept as short as this, whatever limit a server has for one. */
const MESSAGE_BYTES = 256 * 1024;

/**
 * Opens a WebSocket, whose binary messages, one after the other, are the stream of the framed dialect.
 *
 * Notes: a page is not told why a WebSocket could not be opened, be it refused or unreachable.
 */
export function dialWebSocket(WebSocket: WebSocketClass, url: string, events: TransportEvents): Transport {
  const socket = new WebSocket(url);
  let isOpen = false;
  let isOver = false;
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    isOpen = true;
    if (!isOver) events.opened();
  };
  socket.onmessage = ({ data }: Message) => {
    if (isOver) return;
    if (data instanceof ArrayBuffer) events.received(new Uint8Array(data));
    else end(new Error('it sent a message that is not binary'));
  };
  socket.onclose = ({ code, reason }: Closing) => {
    end(new Error(isOpen ? reason || `closed with code ${code}` : 'no connection could be made'));
  };
  // What follows an error is a close; without a listener `ws` throws it.
  socket.onerror = () => {};
  const end = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    socket.close();
    events.closed(error);
  };
  return {
    write: (pieces) => {
      for (const piece of pieces) {
        for (let at = 0; at < piece.length; at += MESSAGE_BYTES) {
          socket.send(piece.subarray(at, at + MESSAGE_BYTES) as Uint8Array<ArrayBuffer>);
        }
      }
      return true;
    },
    defer: (run) => queueMicrotask(run),
    close: () => {
      isOver = true;
      socket.close();
    },
  };
}
