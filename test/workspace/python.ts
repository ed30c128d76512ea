import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';

const SERVER = join(import.meta.dirname, 'python-server.py');
/** Bytes before what a program has printed: whether it failed, and how much that is. */
const HEAD = 5;

let server: PythonServer | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * What real Python prints for a program that is given bytes on its standard input. Each has a process of its own, which
 * is forked from one that has imported numpy and pandas for those before. Fails with the program's traceback.
 */
export function python(program: string, input: Uint8Array = new Uint8Array()): Promise<Buffer> {
  const printed = last.then(() => {
    server ??= new PythonServer();
    return server.run(Buffer.from(program), input);
  });
  last = printed.catch(() => undefined);
  return printed;
}

/** A process that runs one program after the other. It ends with this one, and does not keep it. */
class PythonServer {
  readonly #child = spawn('/usr/bin/python3', [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  readonly #chunks: AsyncIterator<Buffer> = this.#child.stdout[Symbol.asyncIterator]();
  #rest: Buffer = Buffer.alloc(0);

  constructor() {
    const { stdin, stdout } = this.#child;
    for (const stream of [stdin, stdout]) (stream as unknown as Socket).unref();
    // Its end is told by that of its output.
    stdin.on('error', () => undefined);
  }

  async run(program: Uint8Array, input: Uint8Array): Promise<Buffer> {
    this.#child.ref();
    try {
      this.#send(program, input);
      const head = await this.#read(HEAD);
      const printed = await this.#read(head.readUInt32LE(1));
      if (head[0] !== 0) throw new Error(printed.toString());
      return printed;
    } finally {
      this.#child.unref();
    }
  }

  #send(...parts: readonly Uint8Array[]): void {
    const lengths = Buffer.from(Uint32Array.from(parts, ({ byteLength }) => byteLength).buffer);
    for (const bytes of [lengths, ...parts]) this.#child.stdin.write(bytes);
  }

  /** So many of the next bytes that it writes. */
  async #read(count: number): Promise<Buffer> {
    const parts = [this.#rest];
    for (let missing = count - this.#rest.byteLength; missing > 0; ) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new Error('Python has ended before it answered');
      parts.push(value);
      missing -= value.byteLength;
    }
    const bytes = Buffer.concat(parts);
    this.#rest = bytes.subarray(count);
    return bytes.subarray(0, count);
  }
}
