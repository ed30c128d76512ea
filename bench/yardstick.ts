import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Shape } from './echo-server.ts';

/** The bare `net` server of `echo-server.ts`, running. */
export class Yardstick {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(): Promise<Yardstick> {
    const script = fileURLToPath(new URL('echo-server.ts', import.meta.url));
    const child = fork(script, { execArgv: ['--import', import.meta.resolve('tsx')] });
    const [address] = (await once(child, 'message')) as [AddressInfo];
    return new Yardstick(child, address.port);
  }

  /** Says what the next connections exchange. */
  async expect(shape: Shape): Promise<void> {
    this.#child.send(shape);
    await once(this.#child, 'message');
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
