import type { IncomingMessage } from 'node:http';
import { framedError } from 'headframe/framed';

const MAX_BYTES = 64 * 1024;

/** A request's body. Throws `TOO_LARGE` above 64 KiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw framedError('TOO_LARGE', `a request's body has at most ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
