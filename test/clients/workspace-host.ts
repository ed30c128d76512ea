import type { TestContext } from 'node:test';
import { createTestHost, type TestHost } from '../../core/testing.ts';

/** A host of the built-in plugins in this process: a test sees the workspace that its clients talk to. */
export class WorkspaceHost {
  #host: TestHost;

  constructor(host: TestHost) {
    this.#host = host;
  }

  /** The socket server's port, which is the same after a restart. */
  get port(): number {
    const port = Number(this.#host.host.inspect().addresses.tcp?.port);
    if (!(port > 0)) throw new Error('the socket server does not listen');
    return port;
  }

  /** The workspace as plugins see it. */
  get data(): TestHost['extensionLib']['Data'] {
    return this.#host.extensionLib.Data;
  }

  /** Resolves when `condition` holds, which is looked at now and after each change of the workspace. */
  async until(condition: () => boolean): Promise<void> {
    const { extensionLib } = this.#host;
    const { hooks } = extensionLib.getInterface('workspace');
    await new Promise<void>((resolve) => {
      extensionLib.withInterface('workspace', (_, scope) => {
        const look = (): void => {
          if (condition()) resolve();
        };
        hooks.dataCreated.tap(scope, look);
        hooks.dataChanged.tap(scope, look);
        hooks.dataDeleted.tap(scope, look);
        look();
      });
    });
  }

  /** Cuts all clients off, runs `meanwhile`, and lets them come back; the workspace stays. */
  async cut(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = this;
    await this.#host.host.disable('socket-server');
    await meanwhile();
    await this.#host.host.configuration.set('socket-server.port', port);
    await this.#host.host.enable('socket-server');
  }

  /** Ends the host, runs `meanwhile`, and starts one on the same port, with an empty workspace. */
  async restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    const { port } = this;
    await this.#host.stop();
    await meanwhile();
    this.#host = await start(port, []);
  }

  stop(): Promise<void> {
    return this.#host.stop();
  }
}

/** Starts a host, on a free port or a given one, with plugins in folders. */
export async function openWorkspaceHost(port = 0, plugins: readonly string[] = []): Promise<WorkspaceHost> {
  return new WorkspaceHost(await start(port, plugins));
}

/** Starts a host for a test, which stops it. */
export async function startWorkspaceHost(
  context: TestContext,
  ...options: Parameters<typeof openWorkspaceHost>
): Promise<WorkspaceHost> {
  const running = await openWorkspaceHost(...options);
  context.after(() => running.stop());
  return running;
}

function start(port: number, plugins: readonly string[]): Promise<TestHost> {
  return createTestHost({
    plugins: ['workspace', 'settings', 'socket-server', ...plugins],
    settings: { 'socket-server': { port } },
  });
}
