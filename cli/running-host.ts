import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  Configuration,
  codeOf,
  HeadframeError,
  type HostInspection,
  type InstalledPlugin,
  isRunning,
  lockHolder,
  type ProcessIdentity,
  type ReadyState,
  readRuntimeFile,
  writeFileAtomic,
} from '../core/index.ts';
import type { Context } from './context.ts';
import { type ControlAnswer, type ControlRequest, controlFiles } from './control.ts';
import { type CommonOptions, configOptions } from './options.ts';
import { until } from './until.ts';

/** A host that runs in another process on this machine. */
export interface RunningHost {
  readonly identity: ProcessIdentity;
  readonly dataDir: string;
  /** `undefined` while it is starting or stopping. */
  readonly state: ReadyState | undefined;
}

const ANSWER_MS = 30_000;
/** npm may have much to fetch. */
const INSTALL_MS = 360_000;

/** The host that runs on a data folder, if there is one. */
export async function findHost(dataDir: string): Promise<RunningHost | undefined> {
  const identity = await lockHolder(dataDir);
  if (!identity) return undefined;
  const state = await readRuntimeFile(dataDir);
  // A file that a killed host left behind speaks of nobody.
  return { identity, dataDir, state: state?.pid === identity.pid ? state : undefined };
}

/** The same. Throws `NO_HOST`. */
export async function requireHost(dataDir: string): Promise<RunningHost> {
  const host = await findHost(dataDir);
  if (host) return host;
  throw new HeadframeError('NO_HOST', `no host is running on ${dataDir}`, { data: { dataDir } });
}

/** The data folder that the options and the config file name; a config file that is bad is no hindrance. */
export async function findDataDir(context: Context, options: CommonOptions): Promise<string> {
  if (options.dataDir !== undefined) return resolve(context.cwd, options.dataDir);
  try {
    return (await Configuration.load(configOptions(context, options))).dataDir;
  } catch (error) {
    const beside = options.config === undefined ? context.cwd : dirname(resolve(context.cwd, options.config));
    const usual = join(beside, '.headframe');
    if (codeOf(error) === 'BAD_CONFIG' && (await lockHolder(usual))) return usual;
    throw error;
  }
}

/** Sends a signal. Throws `NO_HOST` when the host is gone and `FORBIDDEN` when it is another user's. */
export function signalHost({ identity, dataDir }: RunningHost, signal: NodeJS.Signals): void {
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if (codeOf(error) === 'EPERM')
      throw new HeadframeError('FORBIDDEN', `the host with pid ${identity.pid} belongs to another user`);
    throw new HeadframeError('NO_HOST', `no host is running on ${dataDir} any more`, { cause: error });
  }
}

/**
 * Asks a running host for something and waits for its answer: the host as it is afterwards. Throws
 * the host's own error, `NO_HOST` when it ends meanwhile, `TIMEOUT`.
 */
export async function askHost(
  context: Context,
  host: RunningHost,
  request: ControlRequest,
): Promise<HostInspection> {
  return (await ask(context, host, request, ANSWER_MS)).inspection;
}

/** Asks a running host to install a plugin: what was installed. Throws what {@link askHost} does. */
export async function askToInstall(
  context: Context,
  host: RunningHost,
  request: ControlRequest & { readonly do: 'install' },
): Promise<InstalledPlugin> {
  const { installed } = await ask(context, host, request, INSTALL_MS);
  if (installed) return installed;
  throw new HeadframeError(
    'INTERNAL',
    `the host with pid ${host.identity.pid} did not say what it installed`,
  );
}

/** Has a running host run a command without parameters: what it returns. Throws what {@link askHost} does. */
export async function askToCall(context: Context, host: RunningHost, method: string): Promise<object> {
  return (await ask(context, host, { do: 'call', method }, ANSWER_MS)).result ?? {};
}

async function ask(
  context: Context,
  host: RunningHost,
  request: ControlRequest,
  timeoutMs: number,
): Promise<Exclude<ControlAnswer, { readonly error: unknown }>> {
  const files = controlFiles(host.dataDir, randomBytes(8).toString('hex'));
  await writeFileAtomic(files.request, JSON.stringify(request));
  try {
    signalHost(host, 'SIGHUP');
    const answer = await until(context, `the host's answer to ${request.do}`, timeoutMs, async () => {
      const found = await readAnswer(files.answer);
      if (!found && !(await isRunning(host.identity)))
        throw new HeadframeError('NO_HOST', `the host with pid ${host.identity.pid} has ended`);
      return found;
    });
    if ('error' in answer) throw new HeadframeError(answer.error.code, answer.error.message);
    return answer;
  } finally {
    await rm(files.request, { force: true });
    await rm(files.answer, { force: true });
  }
}

async function readAnswer(file: string): Promise<ControlAnswer | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ControlAnswer;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
