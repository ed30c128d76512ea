import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  HeadframeError,
  type Host,
  type HostInspection,
  type InstalledPlugin,
  messageOf,
  writeFileAtomic,
} from '../core/index.ts';
import { errorAsJson } from './report.ts';

/** What another process may ask of a running host. */
export type ControlRequest =
  | { readonly do: 'reload' }
  | { readonly do: 'inspect' }
  | { readonly do: 'refresh' | 'uninstall'; readonly plugin: string }
  | { readonly do: 'call'; readonly method: string }
  | { readonly do: 'install'; readonly source: string; readonly cwd: string; readonly link: boolean };

/** What the host answers. */
export type ControlAnswer =
  | ({ readonly inspection: HostInspection } & ControlResult)
  | { readonly error: { readonly code: string; readonly message: string } };

/** What a request has brought about. */
export interface ControlResult {
  readonly installed?: InstalledPlugin;
  /** What the command that was called returned. */
  readonly result?: object;
}

const REQUEST = '.request.json';
const ANSWER = '.answer.json';
const MAX_REQUESTS = 100;
const CALL_MS = 10_000;

/** The file of a request and that of its answer, in the data folder. */
export function controlFiles(dataDir: string, id: string): { request: string; answer: string } {
  const folder = controlFolder(dataDir);
  return { request: join(folder, id + REQUEST), answer: join(folder, id + ANSWER) };
}

/** The folder of requests and answers; only its owner can write into it. */
export function controlFolder(dataDir: string): string {
  return join(dataDir, 'control');
}

/** Empties the folder of requests: those to a host that is gone. */
export async function clearControl(dataDir: string): Promise<void> {
  await rm(controlFolder(dataDir), { recursive: true, force: true });
  await mkdir(controlFolder(dataDir), { recursive: true, mode: 0o700 });
}

/**
 * Does what lies in the folder of requests, in the order of their names; without one, a plain reload.
 * Before it answers it waits until the runtime file shows what has been done (`shown`).
 */
export async function serveControl(host: Host, shown: () => Promise<void>): Promise<void> {
  const folder = controlFolder(host.configuration.dataDir);
  const names = (await readdir(folder)).filter((name) => name.endsWith(REQUEST)).sort();
  if (names.length === 0) await answer(host, { do: 'reload' });
  for (const name of names.slice(0, MAX_REQUESTS)) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    await rm(file);
    const result = await answer(host, parseRequest(text));
    await shown();
    await writeFileAtomic(file.replace(REQUEST, ANSWER), JSON.stringify(result));
  }
}

async function answer(host: Host, request: ControlRequest | undefined): Promise<ControlAnswer> {
  try {
    return { ...(await act(host, request)), inspection: host.inspect() };
  } catch (error) {
    host.logger.error({ request }, messageOf(error));
    return errorAsJson(error);
  }
}

async function act(host: Host, request: ControlRequest | undefined): Promise<ControlResult> {
  if (request?.do === 'reload') await host.reload();
  else if (request?.do === 'refresh') await host.refresh(request.plugin);
  else if (request?.do === 'uninstall') await host.uninstall(request.plugin);
  else if (request?.do === 'install') return { installed: await host.install(request.source, request) };
  else if (request?.do === 'call') return { result: await call(host, request.method) };
  else if (request?.do !== 'inspect') throw new HeadframeError('BAD_ARGUMENT', 'the request cannot be read');
  return {};
}

/** Runs a command without parameters for the host's owner: nobody else writes into the folder. */
function call(host: Host, method: string): Promise<object> {
  return host.commands.dispatch(method, [], {
    session: 'control',
    client: 'headframe-cli',
    role: 'admin',
    transport: 'control',
    signal: AbortSignal.timeout(CALL_MS),
    long: false,
  });
}

function parseRequest(text: string): ControlRequest | undefined {
  try {
    const request = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    if (request?.do === 'reload' || request?.do === 'inspect') return { do: request.do };
    const { plugin, source, cwd, link, method } = request ?? {};
    if (request?.do === 'call' && typeof method === 'string') return { do: 'call', method };
    if ((request?.do === 'refresh' || request?.do === 'uninstall') && typeof plugin === 'string')
      return { do: request.do, plugin };
    if (request?.do === 'install' && typeof source === 'string' && typeof cwd === 'string')
      return { do: 'install', source, cwd, link: link === true };
    return undefined;
  } catch {
    // Answered as a request that cannot be read.
    return undefined;
  }
}
