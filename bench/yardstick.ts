import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Shape } from './echo-server.ts';

/** The bare `net` server of `echo-server.ts`, running. */
export class Yardstick {
  /** The port, or 0 for a Unix socket. */
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Starts it on a free port, or on a Unix socket. */
  static async start(path?: string): Promise<Yardstick> {
    const script = fileURLToPath(new URL('echo-server.ts', import.meta.url));
    const execArgv = ['--import', import.meta.resolve('tsx')];
    const child = fork(script, path === undefined ? [] : [path], { execArgv });
    const [{ address }] = (await once(child, 'message')) as [{ address: AddressInfo | string }];
    return new Yardstick(child, typeof address === 'string' ? 0 : address.port);
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
