import type { OutgoingHttpHeaders } from 'node:http';
import { Duplex, Transform } from 'node:stream';
import type { TestContext } from 'node:test';
import { createWebSocketStream, WebSocket } from 'ws';
import { FRAMED_PREAMBLE } from '../../codec/index.ts';
import type { PageHost } from '../browser/page-host.ts';
import { FramedPeer } from '../socket-server/framed-peer.ts';

const MESSAGE_BYTES = 256 * 1024;

/** A framed client that has come by a WebSocket. */
export interface WebPeer {
  readonly peer: FramedPeer<Duplex>;
  readonly webSocket: WebSocket;
  /** Code and reason with which it was closed. */
  readonly ended: Promise<readonly [code: number, reason: string]>;
}

/** Opens a WebSocket and sends the preamble. Rejects with the status when the host refuses. */
export async function openWebPeer(
  t: TestContext,
  host: PageHost,
  headers: OutgoingHttpHeaders = {},
  path = '/framed',
): Promise<WebPeer> {
  const address = new URL(path, host.origin.replace('http:', 'ws:'));
  const webSocket = new WebSocket(address, { headers: { ...headers } as Record<string, string> });
  const ended = new Promise<readonly [number, string]>((resolve) => {
    webSocket.on('close', (code, reason) => resolve([code, String(reason)]));
  });
  await new Promise<void>((resolve, reject) => {
    webSocket.on('open', resolve).on('error', reject);
    webSocket.on('unexpected-response', (request, { statusCode }) => {
      reject(Object.assign(new Error('refused'), { status: statusCode }));
      request.destroy();
    });
  });
  t.after(() => webSocket.terminate());
  const peer = new FramedPeer(streamOf(webSocket));
  peer.socket.write(FRAMED_PREAMBLE);
  return { peer, webSocket, ended };
}

/** The bytes of the messages, those that are sent no longer than a host takes them. */
function streamOf(webSocket: WebSocket): Duplex {
  const messages = createWebSocketStream(webSocket);
  const cut = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; at += MESSAGE_BYTES)
        this.push(chunk.subarray(at, at + MESSAGE_BYTES));
      done();
    },
  });
  // Whatever ends the connection is told by the WebSocket.
  messages.on('error', () => cut.destroy());
  cut.pipe(messages);
  return Duplex.from({ writable: cut, readable: messages });
}
