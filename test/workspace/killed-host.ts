import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyStorage } from '../../plugins/workspace/storage/verify.ts';
import { CliProcess } from '../cli/cli-process.ts';
import { Peer } from '../socket-server/peer.ts';

const WRITERS = 4;
const NAMES = 6;
/** Bytes of a value that is a file of its own, at least. */
const LARGE = 70_000;
/** And at most. */
const LARGEST = 5 * LARGE;
/** When the clients should long have noticed that the host has ended. */
const DEADLINE_MS = 60_000;
/** How long a host may take to end after SIGTERM. */
const STOP_MS = 10_000;
/** Changes that have begun before a host is ended, at least. */
const FEWEST_CHANGES = 10;
/** The last of these changes is so many ms old then, at most. */
const MOMENT_MS = 20;
/** The workspace and the socket server alone: what else there is takes no part. */
const CONFIG = { plugins: { 'web-inspector': { enabled: false } } };
const FAREWELL = '{"name": "broadcast", "message": "shut_down"}PMEND';

/** What one client wrote: name → value; what is absent was deleted. */
type Values = ReadonlyMap<string, string>;

/** Draws numbers from 0 up to, not including, 1. */
export type Draw = () => number;

/** One client: it changes variables of its own, one change after the other. */
class Writer {
  /** What has been answered. */
  acknowledged: Values = new Map();
  /** What there is if the change in flight was made, too. */
  possible: Values = new Map();
  changes = 0;
  readonly #prefix: string;
  readonly #draw: Draw;
  readonly #largest: number;
  readonly #begun: () => void;

  /** A large value has `largest` bytes at most; `begun` is called when a change begins. */
  constructor(index: number, draw: Draw, largest: number, begun: () => void) {
    this.#prefix = `w${index}_`;
    this.#draw = draw;
    this.#largest = largest;
    this.#begun = begun;
  }

  /** Changes until the connection ends. */
  async run(port: number): Promise<void> {
    const peer = await Peer.subscriber(port).catch(() => undefined);
    if (!peer) return;
    try {
      for (;;) await this.#change(peer);
    } catch (error) {
      // The host has been killed.
      if (!(error instanceof Ended)) throw error;
    } finally {
      peer.destroy();
    }
  }

  /** Compares with what a host has. */
  async check(port: number): Promise<void> {
    const peer = await Peer.subscriber(port);
    const found = new Map<string, string>();
    for (const name of this.#names()) {
      const answer = await ask(peer, name);
      if (answer.message === 'succeeded') found.set(name, answer.value);
    }
    const volatile = await ask(peer, `${this.#prefix}volatile`);
    peer.destroy();
    assert.equal(volatile.code, 'NOT_FOUND');
    if (!isSame(found, this.acknowledged) && !isSame(found, this.possible)) {
      assert.deepEqual(summary(found), summary(this.acknowledged));
      assert.fail(`what ${this.#prefix} has differs further on: ${JSON.stringify(summary(found))}`);
    }
    this.acknowledged = found;
    this.possible = found;
  }

  #names(): string[] {
    return Array.from({ length: NAMES }, (_, index) => this.#prefix + index);
  }

  #name(): string {
    return this.#prefix + Math.floor(this.#draw() * NAMES);
  }

  #value(large: boolean): string {
    const text = `${this.changes} ${this.#draw()} `;
    return large ? text.padEnd(LARGE + Math.floor(this.#draw() * (this.#largest - LARGE)), text) : text;
  }

  async #change(peer: Peer): Promise<void> {
    const kind = this.#draw();
    this.changes++;
    this.#begun();
    if (kind < 0.1)
      return this.#exchange(
        peer,
        this.acknowledged,
        'set_var',
        `${this.#prefix}volatile`,
        1,
        'w',
        'json',
        null,
        null,
        'volatile',
      );
    if (kind < 0.2) {
      const name = this.#name();
      const rest = new Map(this.acknowledged);
      if (rest.delete(name)) return this.#exchange(peer, rest, 'delete_variables', [name], 'w');
    }
    if (kind < 0.4) {
      const values = Object.fromEntries(
        [this.#name(), this.#name()].map((name) => [name, this.#value(this.#draw() < 0.3)]),
      );
      return this.#exchange(
        peer,
        new Map([...this.acknowledged, ...Object.entries(values)]),
        'set_vars',
        values,
        'w',
      );
    }
    const [name, value] = [this.#name(), this.#value(kind > 0.8)];
    const level = kind > 0.9 || kind < 0.45 ? 'synced' : 'written';
    return this.#exchange(
      peer,
      new Map([...this.acknowledged, [name, value]]),
      'set_var',
      name,
      value,
      'w',
      'json',
      null,
      null,
      level,
    );
  }

  async #exchange(peer: Peer, after: Values, method: string, ...params: unknown[]): Promise<void> {
    this.possible = after;
    peer.request(method, ...params);
    const answer = await Promise.race([nextAnswer(peer), peer.closed.then(() => undefined)]);
    if (answer === undefined) throw new Ended();
    assert.equal(answer.message, 'succeeded', JSON.stringify(answer));
    this.acknowledged = after;
  }
}

class Ended extends Error {}

/** How a request was answered. */
interface Answer {
  readonly message: string;
  readonly code?: string;
  readonly value: string;
}

/** What the host has of a variable. */
async function ask(peer: Peer, name: string): Promise<Answer> {
  peer.request('get_var', name);
  const answer = await nextAnswer(peer);
  assert.ok(answer, 'the host has ended');
  return answer;
}

/** The next packet that is no broadcast. */
async function nextAnswer(peer: Peer): Promise<Answer | undefined> {
  for (;;) {
    const packet = await peer.packet().catch(() => undefined);
    if (packet === undefined) return undefined;
    const answer = JSON.parse(packet);
    if (answer.name !== 'broadcast') return answer;
  }
}

function isSame(found: Values, wanted: Values): boolean {
  return found.size === wanted.size && [...wanted].every(([name, value]) => found.get(name) === value);
}

/** Values that can be shown: long ones by their beginning and length. */
function summary(values: Values): unknown {
  return [...values].sort().map(([name, value]) => [name, value.slice(0, 30), value.length]);
}

/** Rejects when something has not come in time. */
function overdue(ms: number): Promise<never> {
  const signal = AbortSignal.timeout(ms);
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** How hosts are ended, and what is started: the sources unless given. */
export interface Ending {
  readonly signal?: 'SIGKILL' | 'SIGTERM';
  readonly program?: readonly string[] | undefined;
  /** Changes that have begun before it is ended, at most; 10 at least. */
  readonly changes?: number;
  /** Bytes of the largest values; 70,000 at least. */
  readonly largest?: number;
}

/**
 * Starts a real host on a folder, lets clients change variables (small and large values, several at once,
 * all levels, deletions), ends it by a signal at a random moment, and starts it again, so many times: all that
 * was answered has to be there, nothing by halves, and no file too many. What SIGTERM ends has to tell its
 * clients and to end with 0 within 10 s. Returns the number of changes.
 */
export async function killAndRecover(
  cwd: string,
  rounds: number,
  draw: Draw,
  report: (round: number) => void,
  { signal = 'SIGKILL', program, changes = 400, largest = LARGEST }: Ending = {},
): Promise<number> {
  let left = 0;
  let end: () => void = () => undefined;
  const begun = (): void => {
    left -= 1;
    if (left === 0) end();
  };
  const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(index, draw, largest, begun));
  writeFileSync(join(cwd, 'headframe.config.jsonc'), JSON.stringify(CONFIG));
  for (let round = 0; round <= rounds; round++) {
    const host = new CliProcess(cwd, ['start', '--port', '0'], program);
    try {
      await host.says(/ready; Ctrl\+C stops it/);
      const { addresses } = JSON.parse(readFileSync(join(cwd, '.headframe', 'runtime.json'), 'utf8'));
      const { port } = addresses.tcp;
      for (const writer of writers) await writer.check(port);
      const { problems, orphans } = verifyStorage(join(cwd, '.headframe', 'workspace'));
      assert.deepEqual({ problems, orphans }, { problems: [], orphans: [] });
      if (round === rounds) {
        host.kill('SIGTERM');
        assert.deepEqual(await host.ended, { code: 0, signal: null });
        break;
      }
      const watcher = signal === 'SIGTERM' ? await Peer.subscriber(port) : undefined;
      const told = watcher?.rest();
      left = FEWEST_CHANGES + Math.floor(draw() * (changes - FEWEST_CHANGES));
      end = () => void setTimeout(() => host.kill(signal), draw() * MOMENT_MS);
      const running = Promise.all(writers.map((writer) => writer.run(port)));
      await Promise.race([running, overdue(DEADLINE_MS)]);
      if (told) {
        assert.ok((await told).endsWith(FAREWELL));
        const end = await Promise.race([host.ended, overdue(STOP_MS)]);
        assert.deepEqual(end, { code: 0, signal: null });
      }
    } finally {
      host.kill('SIGKILL');
      await host.ended;
    }
    report(round);
  }
  return writers.reduce((sum, { changes }) => sum + changes, 0);
}
