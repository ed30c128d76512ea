import { type Signal, signal } from '@preact/signals';
import { type Client, ClientError, connect, type SessionInfo } from 'headframe/client/browser';
import { tell } from './errors.ts';
import { addToast } from './ui/toasts.ts';

/**
 * How the page stands with its host.
 *
 * - `connecting`: it has never been connected.
 * - `connected`
 * - `lost`: it had been, and tries again.
 * - `refused`: the host does not let it in; there will be no other attempt.
 */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** The client, from the first connection on; over all later ones it is the same. */
export const client: Signal<Client | undefined> = signal(undefined);
export const state: Signal<ConnectionState> = signal('connecting');
/** What the host said when the page connected last. */
export const session: Signal<SessionInfo | undefined> = signal(undefined);
/** Why there is no connection. */
export const failure: Signal<ClientError | undefined> = signal(undefined);

/** Milliseconds between two attempts to connect for the first time; later the client itself tries. */
const FIRST_RETRY_MS = 1000;
const NAME = 'web-inspector';

/** The client. Throws `DISCONNECTED` before the first connection. */
export function theClient(): Client {
  if (client.value) return client.value;
  throw new ClientError('DISCONNECTED', 'the page has not been connected yet');
}

/**
 * Waits for something that somebody asked for, and shows its error when it fails: then it resolves with
 * nothing. What was given up with an `AbortSignal` is no error.
 */
export async function run<T>(doing: Promise<T> | (() => Promise<T>)): Promise<T | undefined> {
  try {
    return await (typeof doing === 'function' ? doing() : doing);
  } catch (error) {
    if (!(error instanceof ClientError && error.code === 'ABORTED')) addToast({ error: tell(error) });
    return undefined;
  }
}

/** Connects to the host that the page came from, and stays connected. `ready` sees each client, once. */
export async function keepConnected(ready: (client: Client) => void): Promise<void> {
  try {
    const made = await connect(undefined, { client: NAME });
    made.on('connected', connected);
    made.on('disconnected', ({ error, isFinal }) => void disconnected(error, isFinal));
    client.value = made;
    ready(made);
    if (made.session) connected(made.session);
  } catch (error) {
    if (error instanceof ClientError) failure.value = await explain(error);
    setTimeout(() => void keepConnected(ready), FIRST_RETRY_MS);
  }
}

function connected(info: SessionInfo): void {
  session.value = info;
  failure.value = undefined;
  state.value = 'connected';
}

async function disconnected(error: ClientError, isFinal: boolean): Promise<void> {
  failure.value = error;
  state.value = isFinal ? 'refused' : 'lost';
  const explained = await explain(error);
  if (!client.value?.isConnected) failure.value = explained;
}

/** A browser does not say why a WebSocket could not be opened; a request does. */
async function explain(error: ClientError): Promise<ClientError> {
  if (error.code !== 'DISCONNECTED') return error;
  try {
    const { status } = await fetch('/', { cache: 'no-store' });
    if (status === 401) return new ClientError('UNAUTHENTICATED', 'the host does not know this browser');
  } catch {
    // Nobody is there: that is what the error says.
  }
  return error;
}
