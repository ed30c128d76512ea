/**
 * The yardstick of round trips: a bare `net` server that reads and answers as many bytes as the real one,
 * and does nothing else. A process of its own, told by its parent what to expect next; it listens on a free port, or
 * on the Unix socket that is its argument.
 */
import { createServer, type Socket } from 'node:net';

/** What the next exchanges look like, in bytes. */
export interface Shape {
  readonly openingBytes: number;
  readonly openingAnswerBytes: number;
  readonly requestBytes: number;
  readonly answerBytes: number;
}

let shape: Shape = { openingBytes: 1, openingAnswerBytes: 0, requestBytes: 1, answerBytes: 5 };
let answer = Buffer.alloc(0);

function serve(socket: Socket): void {
  const { openingBytes, openingAnswerBytes, requestBytes } = shape;
  let isOpen = false;
  let received = 0;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received += chunk.length;
    if (!isOpen && received >= openingBytes) {
      isOpen = true;
      received -= openingBytes;
      if (openingAnswerBytes > 0) socket.write(Buffer.alloc(openingAnswerBytes, 'c'));
    }
    if (!isOpen) return;
    for (; received >= requestBytes; received -= requestBytes) socket.write(answer);
  });
}

process.on('message', (next: Shape) => {
  shape = next;
  answer = Buffer.alloc(shape.answerBytes, 'A');
  answer.write('PMEND', shape.answerBytes - 5);
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));

const [, , path] = process.argv;
const server = createServer(serve);
server.listen(path === undefined ? { host: '127.0.0.1', port: 0 } : { path }, () =>
  process.send?.({ address: server.address() }),
);
