import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostProgram } from '../host-program.ts';
import { LastText } from './last-text.ts';
import { type PythonOptions, runPython } from './run-python.ts';

const START_MS = 60_000;
const STOP_MS = 60_000;
/** So that a client is let in that had to wait for its turn on a machine that does much else. */
const PATIENT = { preambleSeconds: 60 };

/** What the ready file holds. */
export interface ReadyState {
  readonly pid: number;
  readonly version: string;
  readonly addresses: {
    readonly tcp: { readonly host: string; readonly port: number };
    /** Where PyMiner's HTTP is on. */
    readonly pyminerHttp?: { readonly host: string; readonly port: number };
  };
  readonly plugins: Readonly<Record<string, string>>;
}

/** How a host ended. */
export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A host in a process of its own, in a folder of its own. */
export class HostProcess {
  readonly ready: ReadyState;
  readonly readyFile: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #log: LastText;
  readonly #ended: Promise<HostEnd>;

  constructor(
    child: ChildProcess,
    folder: string,
    log: LastText,
    ended: Promise<HostEnd>,
    readyFile: string,
  ) {
    this.#child = child;
    this.#folder = folder;
    this.#log = log;
    this.#ended = ended;
    this.readyFile = readyFile;
    this.ready = JSON.parse(readFileSync(readyFile, 'utf8')) as ReadyState;
  }

  /** Where it listens. */
  get address(): readonly [host: string, port: number] {
    const { host, port } = this.ready.addresses.tcp;
    return [host, port];
  }

  get #variables(): readonly [host: string, port: number] | null {
    const { pyminerHttp } = this.ready.addresses;
    return pyminerHttp ? [pyminerHttp.host, pyminerHttp.port] : null;
  }

  /** The end of what it wrote to its log and its output. */
  get log(): string {
    return this.#log.text;
  }

  /** Resolves when the process has ended by itself or by a signal. */
  get ended(): Promise<HostEnd> {
    return this.#ended;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Runs a program of this folder against the host; a failure shows the host's log too. */
  async python<T>(program: string, options: PythonOptions = {}): Promise<T> {
    try {
      return await runPython<T>(program, { address: this.address, variables: this.#variables, ...options });
    } catch (error) {
      throw new Error(`${messageOf(error)}\nThe host's log:\n${this.log}`);
    }
  }

  /** Sends SIGTERM, waits for the end (SIGKILL after 60 s), removes the folder. May be called again. */
  async stop(): Promise<HostEnd> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.kill('SIGTERM');
    const end = await this.#ended;
    clearTimeout(timer);
    rmSync(this.#folder, { recursive: true, force: true });
    return end;
  }
}

/** What a host is started with. */
export interface StartOptions {
  /** Settings of the socket server. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the workspace. */
  readonly workspace?: Readonly<Record<string, unknown>>;
  /** What Node is given to run the CLI; that of the tests unless given. */
  readonly cli?: readonly string[];
}

/** Starts a host as a user does, on a free port, and waits for its ready file. */
export async function startHost({
  settings = {},
  workspace = {},
  cli = hostProgram,
}: StartOptions = {}): Promise<HostProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-pyminer-'));
  const config = join(folder, 'headframe.config.jsonc');
  const readyFile = join(folder, 'ready.json');
  writeFileSync(
    config,
    JSON.stringify({
      plugins: {
        'socket-server': { settings: { ...PATIENT, ...settings } },
        workspace: { settings: workspace },
        'web-inspector': { settings: { port: 0 } },
      },
    }),
  );
  const args = [...cli, 'start', '--strict', '--port', '0'];
  const files = ['--config', config, '--ready-file', readyFile];
  const child = spawn(process.execPath, [...args, ...files], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = new LastText();
  child.stdout?.on('data', (chunk) => log.add(chunk));
  child.stderr?.on('data', (chunk) => log.add(chunk));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as HostEnd);
  try {
    await fileCreated(folder, readyFile, ended);
    return new HostProcess(child, folder, log, ended, readyFile);
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the host did not start: ${messageOf(error)}\n${log.text}`, { cause: error });
  }
}

/** Starts a host for one test or suite, which fails unless the host ends well at its end. */
export async function hostFor(
  context: { after(run: () => Promise<void>): void },
  options?: StartOptions,
): Promise<HostProcess> {
  const host = await startHost(options);
  context.after(async () => {
    assert.deepEqual(await host.stop(), { code: 0, signal: null }, host.log);
  });
  return host;
}

async function fileCreated(folder: string, file: string, ended: Promise<HostEnd>): Promise<void> {
  const watcher = watch(folder);
  const created = new Promise<void>((resolve, reject) => {
    watcher.on('error', reject);
    watcher.on('change', () => existsSync(file) && resolve());
    if (existsSync(file)) resolve();
  });
  const early = ended.then(({ code, signal }) => {
    throw new Error(`it ended with ${signal ?? code}`);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not ready after ${START_MS} ms`)), START_MS);
  });
  try {
    await Promise.race([created, early, late]);
  } finally {
    clearTimeout(timer);
    watcher.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
