import type { Command } from 'commander';
import { type Client, ClientError, type ConnectOptions, connect } from '../clients/node/index.ts';
import { CodecError } from '../codec/index.ts';
import { HeadframeError } from '../core/index.ts';
import type { Context } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { findDataDir } from './running-host.ts';

/** What every command about variables takes. */
export interface VarOptions extends CommonOptions {
  readonly address?: string;
}

/** Adds the options of {@link VarOptions} to a command. */
export function addVarOptions(command: Command): Command {
  return addCommonOptions(command).option(
    '-a, --address <address>',
    'the host: unix:/path, host:port or a port (default: HEADFRAME_ADDRESS, else the host of the data folder)',
  );
}

/**
 * Connects to the host that the options and the environment name, and closes the connection when the work is
 * done. Errors of the client and the codec become the CLI's; throws `NO_HOST` when there is no host.
 */
export async function withClient<T>(
  context: Context,
  options: VarOptions,
  use: (client: Client) => Promise<T>,
  settings: ConnectOptions = {},
): Promise<T> {
  try {
    await using client = await open(context, options, settings);
    return await use(client);
  } catch (error) {
    throw asHeadframeError(error);
  }
}

async function open(context: Context, options: VarOptions, settings: ConnectOptions): Promise<Client> {
  const { HEADFRAME_ADDRESS, HEADFRAME_PORT, HEADFRAME_TOKEN } = context.env;
  const address = options.address || HEADFRAME_ADDRESS || HEADFRAME_PORT;
  const place = address ? {} : { dataDir: await findDataDir(context, options) };
  const token = HEADFRAME_TOKEN ? { token: HEADFRAME_TOKEN } : {};
  try {
    return await connect(address, { client: 'headframe-cli', ...place, ...token, ...settings });
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'DISCONNECTED') throw error;
    throw new HeadframeError('NO_HOST', `no host answers: ${error.message}`, { cause: error });
  }
}

function asHeadframeError(error: unknown): unknown {
  if (error instanceof ClientError)
    return new HeadframeError(error.code, error.message, { cause: error, data: error.data });
  if (error instanceof CodecError) return new HeadframeError(error.code, error.message, { cause: error });
  return error;
}
