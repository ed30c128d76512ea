import type { TestContext } from 'node:test';
import { type Client, type ClientOptions, connect } from '../../clients/node/index.ts';
import { type RunningHost, startHost } from '../socket-server/running-host.ts';

/** A host of the built-in plugins, and clients of it. */
export interface ClientsHost {
  readonly running: RunningHost;
  /** A client that is closed with the test. */
  connect(options?: ClientOptions): Promise<Client>;
}

/** Starts a host for a test. */
export async function hostForClients(
  context: TestContext,
  settings?: Readonly<Record<string, unknown>>,
): Promise<ClientsHost> {
  const running = await startHost(context, settings);
  return {
    running,
    connect: async (options) => {
      const client = await connect(running.port, options);
      context.after(() => client.close());
      return client;
    },
  };
}
