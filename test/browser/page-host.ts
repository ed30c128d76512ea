import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type CommandContext, type DataLock, Host, lockDataFolder } from '../../core/index.ts';
import type { Counters } from '../../plugins/web-inspector/interface.ts';
import '../built-in-plugins.ts';
import { MemoryLog } from '../socket-server/memory-log.ts';

/** Settings by plugin. */
export type HostSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const OWNER: CommandContext = {
  session: 'test',
  client: 'test',
  role: 'admin',
  transport: 'test',
  signal: new AbortController().signal,
  long: false,
};

/** A whole host with the web inspector, in this process, that can be stopped and started again. */
export class PageHost {
  /** Its folder: the config file is `headframe.config.jsonc` in it, the data folder `.headframe`. */
  readonly folder: string = mkdtempSync(join(tmpdir(), 'headframe-page-'));
  readonly log: MemoryLog = new MemoryLog();
  /** Run before it is removed: its pages are closed before it stops. */
  readonly leaving: (() => Promise<void>)[] = [];
  readonly #settings: HostSettings;
  #host: Host | undefined;
  #lock: DataLock | undefined;
  #pagePort = 0;
  #socketPort = 0;

  constructor(settings: HostSettings) {
    this.#settings = settings;
  }

  /** The host that runs. */
  get host(): Host {
    if (!this.#host) throw new Error('the host does not run');
    return this.#host;
  }

  /** Where the page is, without a ticket: `http://127.0.0.1:12345/`. */
  get origin(): string {
    return `http://127.0.0.1:${this.#pagePort}`;
  }

  /** The socket server's port. */
  get port(): number {
    return this.#socketPort;
  }

  /** How often browsers have reported that they kept the page from something. */
  async cspReports(): Promise<number> {
    const call = { interface: 'web-inspector', method: 'counters' };
    const { value } = await this.dispatch('call_interface', call);
    return (value as Counters).cspReports;
  }

  /** The page's address with a ticket that lets one browser in. */
  async ticketUrl(): Promise<string> {
    const { url } = await this.dispatch('inspector_ticket');
    return String(url);
  }

  /** Runs a command as the owner. */
  async dispatch(
    command: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.host.commands.dispatch(command, new Map(Object.entries(params)), OWNER);
    return answer as Readonly<Record<string, unknown>>;
  }

  /** Starts it, on the ports that it had before. */
  async start(): Promise<void> {
    const all: HostSettings = {
      ...this.#settings,
      'socket-server': { port: this.#socketPort, ...this.#settings['socket-server'] },
      'web-inspector': { port: this.#pagePort, ...this.#settings['web-inspector'] },
    };
    const overrides = Object.entries(all).flatMap(([plugin, settings]) =>
      Object.entries(settings).map(([key, value]) => ({
        path: ['plugins', plugin, 'settings', key],
        value: value as unknown,
      })),
    );
    const dataDir = join(this.folder, '.headframe');
    this.#lock = await lockDataFolder(dataDir);
    overrides.push({ path: ['dataDir'], value: dataDir });
    const host = await Host.create({ cwd: this.folder, overrides, env: {}, logger: this.log });
    this.#host = host;
    await host.start();
    const { http, tcp } = host.inspect().addresses;
    this.#pagePort = Number(http?.port);
    this.#socketPort = Number(tcp?.port);
  }

  async stop(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    await host?.stop();
    await this.#lock?.release();
    this.#lock = undefined;
  }
}

/** Starts a host for a test, which stops it and removes its folder. */
export async function startPageHost(context: TestContext, settings: HostSettings = {}): Promise<PageHost> {
  const host = new PageHost(settings);
  context.after(async () => {
    const left = await Promise.allSettled(host.leaving.map((leave) => leave()));
    await host.stop();
    rmSync(host.folder, { recursive: true, force: true });
    for (const one of left) if (one.status === 'rejected') throw one.reason;
  });
  await host.start();
  return host;
}
