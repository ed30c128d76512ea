import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { Coalesced } from './coalesced.ts';
import { codeOf, HeadframeError, messageOf } from './errors.ts';
import type { Host } from './host.ts';
import type { HostInspection } from './inspect.ts';
import { Scope } from './scope.ts';

/** What a running host tells other processes of itself: in its ready file and its runtime file. */
export interface ReadyState {
  readonly pid: number;
  readonly version: string;
  /** The config file; `null` while the built-in defaults hold. */
  readonly config: string | null;
  readonly dataDir: string;
  /** Where the host can be reached, by kind: `tcp` → host and port. */
  readonly addresses: HostInspection['addresses'];
  /** Plugin → state. */
  readonly plugins: Readonly<Record<string, string>>;
  /** Plugin → why it is failed. */
  readonly failures: Readonly<Record<string, string>>;
}

/** The state of a host as others are told it. */
export function readyState(inspection: HostInspection): ReadyState {
  const { pid, version, config, dataDir, addresses, plugins } = inspection;
  return {
    pid,
    version,
    config: config ?? null,
    dataDir,
    addresses,
    plugins: Object.fromEntries(plugins.map(({ name, state }) => [name, state])),
    failures: Object.fromEntries(
      plugins.flatMap(({ name, failure }) => (failure ? [[name, failure.message]] : [])),
    ),
  };
}

/** Writes a ready file: whole or not at all, for its owner alone. Throws `IO_FAILED`. */
export async function writeReadyFile(file: string, inspection: HostInspection): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(readyState(inspection), null, 2)}\n`);
}

/** Reads a data folder's runtime file; `undefined` when there is none. Throws `IO_FAILED`. */
export async function readRuntimeFile(dataDir: string): Promise<ReadyState | undefined> {
  const file = runtimeFile(dataDir);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ReadyState;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new HeadframeError('IO_FAILED', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** A host's runtime file. */
export interface RuntimeFile {
  /** Resolves when the file says what the host was at the time of the call, or that could not be written. */
  readonly written: () => Promise<void>;
  /** Stops writing the file and removes it. */
  readonly remove: () => Promise<void>;
}

/**
 * Keeps `<dataDir>/runtime.json` at what the host is now: written at once and at each change of a
 * plugin's state or of an address. Throws `IO_FAILED` when the first writing fails; later ones are logged.
 */
export async function publishRuntimeFile(host: Host): Promise<RuntimeFile> {
  const file = runtimeFile(host.configuration.dataDir);
  const writing = new Coalesced(() => writeReadyFile(file, host.inspect()));
  const scope = new Scope({ name: 'headframe', rank: -1 });
  // Not awaited: whoever changes a state does not wait for the disk.
  const update = (): void =>
    void writing
      .trigger()
      .catch((error: unknown) => host.logger.error({ err: error, file }, messageOf(error)));
  host.hooks.pluginStateChanged.tap(scope, update, { label: 'runtime file' });
  host.hooks.addressesChanged.tap(scope, update, { label: 'runtime file' });
  await writing.trigger();
  return {
    written: () => writing.idle(),
    remove: async () => {
      await scope.dispose();
      await writing.idle();
      await rm(file, { force: true });
    },
  };
}

function runtimeFile(dataDir: string): string {
  return join(dataDir, 'runtime.json');
}
