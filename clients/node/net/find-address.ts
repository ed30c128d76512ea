import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, DEFAULT_PORT, parseAddress } from '../address.ts';
import { clientError } from '../errors.ts';

/** Where to look for a host when no address is given. */
export interface Surroundings {
  /** A host's data folder. */
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A host's address, and the token that it wants, where one was found. */
export interface Found {
  readonly address: Address;
  readonly token: string | undefined;
}

const RUNTIME_FILE = 'runtime.json';
const TOKEN_FILE = 'token';

/**
 * The host's address: the one given, else `HEADFRAME_ADDRESS`, else `HEADFRAME_PORT`, else what the runtime
 * file of the data folder says (its Unix socket before its port), else port 12306 of this machine. The token:
 * the one given, else `HEADFRAME_TOKEN`, else with
 * the runtime file the one beside it, where that can be read. Throws `BAD_ADDRESS`.
 */
export async function findHost(
  given: { readonly address?: string | number | undefined; readonly token?: string | undefined },
  { dataDir, env }: Surroundings,
): Promise<Found> {
  const token = given.token ?? (env.HEADFRAME_TOKEN || undefined);
  const address = given.address ?? (env.HEADFRAME_ADDRESS || env.HEADFRAME_PORT || undefined);
  if (address !== undefined) return { address: parseAddress(address), token };
  const published = await readRuntimeFile(dataDir);
  if (published) return { address: published, token: token ?? (await readToken(dataDir)) };
  return { address: { kind: 'tcp', host: '127.0.0.1', port: DEFAULT_PORT }, token };
}

/** The host's own token of this user, in a data folder; nothing when there is none to be read. */
async function readToken(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, TOKEN_FILE);
  try {
    const { admin } = JSON.parse(await readFile(file, 'utf8')) as { readonly admin?: unknown };
    return typeof admin === 'string' ? admin : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
    throw clientError('BAD_ADDRESS', `${file} is not what a host writes`, error);
  }
}

/** What a running host wrote into its data folder; nothing when there is no such file. Throws `BAD_ADDRESS`. */
async function readRuntimeFile(dataDir: string): Promise<Address | undefined> {
  const file = join(dataDir, RUNTIME_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw clientError('BAD_ADDRESS', `${file} cannot be read`, error);
  }
  try {
    return addressIn(JSON.parse(text));
  } catch (error) {
    throw clientError('BAD_ADDRESS', `${file} is not what a host writes`, error);
  }
}

/** The address in a runtime file's `addresses`: `unix` → `{path}`, `tcp` → `{host, port}`. */
function addressIn(state: {
  readonly addresses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}): Address | undefined {
  const { unix, tcp } = state.addresses ?? {};
  if (typeof unix?.path === 'string') return { kind: 'unix', path: unix.path };
  if (typeof tcp?.host !== 'string' || typeof tcp.port !== 'number') return undefined;
  return { kind: 'tcp', host: tcp.host, port: tcp.port };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
