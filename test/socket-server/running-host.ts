import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Command, Host, type Role, Scope } from '../../core/index.ts';
import '../built-in-plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { MemoryLog } from './memory-log.ts';
import { Peer } from './peer.ts';

/** A whole host of the built-in plugins, its socket server on a free port. */
export class RunningHost {
  readonly host: Host;
  readonly log: MemoryLog;
  readonly #scope = new Scope({ name: 'test', rank: 0 });
  readonly #peers: (Peer | FramedPeer)[] = [];

  constructor(host: Host, log: MemoryLog) {
    this.host = host;
    this.log = log;
  }

  /** The port that was published. */
  get port(): number {
    return Number(this.host.inspect().addresses.tcp?.port);
  }

  /** The path of the Unix socket that was published. */
  get path(): string {
    return String(this.host.inspect().addresses.unix?.path);
  }

  get dataDir(): string {
    return this.host.configuration.dataDir;
  }

  /** The socket server's state. */
  get state(): string | undefined {
    return this.host.inspect().plugins.find(({ name }) => name === 'socket-server')?.state;
  }

  /** A client, closed with the test. */
  async peer(kind: 'connect' | 'classic' | 'named' | 'subscriber' = 'connect'): Promise<Peer> {
    const peer = await Peer[kind](this.port);
    this.#peers.push(peer);
    return peer;
  }

  /** A client of any address, closed with the test. */
  async peerTo(options: NetConnectOpts): Promise<Peer> {
    const peer = await Peer.to(options);
    this.#peers.push(peer);
    return peer;
  }

  /**
   * A long connection of the dialect `classic` by the Unix socket, closed with the test. The system holds a tenth of what it
   * does for TCP: what the client leaves unread soon waits in the server.
   */
  async unixSubscriber(): Promise<Peer> {
    const peer = await this.peerTo({ path: this.path });
    peer.send('long_conn');
    await peer.call('ping');
    return peer;
  }

  /** A framed client by the Unix socket that has said hello, closed with the test. */
  async unixFramed(hello: object = {}): Promise<FramedPeer> {
    const peer = await FramedPeer.connect({ path: this.path });
    this.#peers.push(peer);
    await peer.hello(hello);
    return peer;
  }

  /** A framed client that has said hello, closed with the test. */
  async framed(hello: object = {}): Promise<FramedPeer> {
    const peer = await this.framedConnection();
    await peer.hello(hello);
    return peer;
  }

  /** A framed client that has only sent the preamble, closed with the test. */
  async framedConnection(): Promise<FramedPeer> {
    const peer = await FramedPeer.connect(this.port);
    this.#peers.push(peer);
    return peer;
  }

  /** The server's counters. */
  async counters(): Promise<Readonly<Record<string, number>>> {
    const peer = await this.peer('classic');
    const { counters } = JSON.parse(await peer.call('server_info'));
    peer.destroy();
    return counters;
  }

  /** Adds a command to the host's. */
  register<P>(command: Pick<Command<P>, 'name' | 'params' | 'handler'> & { role?: Role }): void {
    this.host.commands.register(this.#scope, { summary: 'of a test', role: 'read', ...command });
  }

  async stop(): Promise<void> {
    for (const peer of this.#peers) peer.destroy();
    await this.#scope.dispose();
    await this.host.stop();
  }
}

/**
 * Starts a host for a test, which stops it, with settings for the socket server. With `dataDir` it has
 * that folder, as one that `headframe start` runs.
 */
export async function startHost(
  context: TestContext,
  settings: Readonly<Record<string, unknown>> = {},
  dataDir?: string,
): Promise<RunningHost> {
  const cwd = mkdtempSync(join(tmpdir(), 'headframe-socket-server-'));
  const all = { 'web-inspector': { port: 0 }, 'socket-server': { port: 0, ...settings } };
  const overrides: { path: string[]; value: unknown }[] = Object.entries(all).flatMap(([plugin, values]) =>
    Object.entries(values).map(([key, value]) => ({ path: ['plugins', plugin, 'settings', key], value })),
  );
  if (dataDir !== undefined) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    overrides.push({ path: ['dataDir'], value: dataDir });
  }
  const log = new MemoryLog();
  const running = new RunningHost(await Host.create({ cwd, overrides, env: {}, logger: log }), log);
  context.after(async () => {
    await running.stop();
    rmSync(cwd, { recursive: true, force: true });
  });
  await running.host.start();
  return running;
}
