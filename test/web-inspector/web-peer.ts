import type { OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';
import { createWebSocketStream, WebSocket } from 'ws';
import { FRAMED_PREAMBLE } from '../../codec/index.ts';
import type { PageHost } from '../browser/page-host.ts';
import { FramedPeer } from '../socket-server/framed-peer.ts';

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
  const peer = new FramedPeer(createWebSocketStream(webSocket));
  peer.socket.write(FRAMED_PREAMBLE);
  return { peer, webSocket, ended };
}
