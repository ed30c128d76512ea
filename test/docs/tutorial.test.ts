import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { npmEnvironment, startRegistry } from '../install/registry.ts';
import { type Block, fileOf, readBlocks } from './markdown.ts';
import { packHeadframe } from './packed.ts';

const DEADLINE_MS = 60_000;

/** Follows a document in a folder: runs its commands, writes its files, and compares what it promises. */
class Reader {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #port: number;
  #cwd: string;
  #output = '';
  #host: ChildProcess | undefined;
  #hostOutput = '';

  constructor(t: TestContext, cwd: string, environment: NodeJS.ProcessEnv, port: number) {
    this.#cwd = cwd;
    this.#environment = environment;
    this.#port = port;
    t.after(() => this.stop());
  }

  async follow(block: Block): Promise<void> {
    const file = fileOf(block);
    if (block.language === 'sh') await this.#run(block.text);
    else if (block.language === 'text') await this.#expect(block);
    else if (block.lead.includes('below the line')) this.#insert(block);
    else if (file !== undefined) this.#write(file, block.text.replace('12306', String(this.#port)));
    else throw new Error(`line ${block.line}: nobody says what to do with this block`);
  }

  async stop(): Promise<number | null> {
    const host = this.#host;
    this.#host = undefined;
    if (!host || host.exitCode !== null) return host?.exitCode ?? null;
    const ended = once(host, 'exit');
    host.kill('SIGINT');
    await ended;
    return host.exitCode;
  }

  async #run(script: string): Promise<void> {
    if (script === 'npx headframe start\n') {
      this.#start();
      return;
    }
    const place = `${this.#cwd}/.place`;
    const child = spawn('bash', ['-euc', `${script}pwd > "${place}"`], {
      cwd: this.#cwd,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: DEADLINE_MS * 2,
    });
    this.#output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        this.#output += bytes.toString();
      });
    const [code] = await once(child, 'close');
    assert.equal(code, 0, `${script}ended with ${code}:\n${this.#output}`);
    this.#cwd = readFileSync(place, 'utf8').trim();
  }

  /** The host runs as the command does, without npx between it and the signal. */
  #start(): void {
    const host = spawn('node', ['node_modules/.bin/headframe', 'start'], {
      cwd: this.#cwd,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [host.stdout, host.stderr])
      stream.on('data', (bytes: Buffer) => {
        this.#hostOutput += bytes.toString();
        host.emit('output');
      });
    this.#host = host;
  }

  async #expect({ text, lead, line }: Block): Promise<void> {
    const host = this.#host;
    const isOfHost =
      host !== undefined &&
      /host's terminal|leave it running/.test(lead + (this.#hostOutput === '' ? 'leave it running' : ''));
    for (const expected of text.trim().split('\n')) {
      if (!isOfHost || !host)
        assert.ok(this.#output.includes(expected), `line ${line}: ${expected} is not in:\n${this.#output}`);
      else await this.#awaitHost(host, expected, line);
    }
  }

  async #awaitHost(host: ChildProcess, expected: string, line: number): Promise<void> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    while (!this.#hostOutput.includes(expected)) {
      assert.equal(host.exitCode, null, `line ${line}: the host has ended:\n${this.#hostOutput}`);
      await once(host, 'output', { signal });
    }
  }

  #insert({ lead, text, line }: Block): void {
    const [, file = '', anchor = ''] = /In `([^`]+)`, put this below the line `([^`]+)`/.exec(lead) ?? [];
    const path = join(this.#cwd, file);
    const lines = readFileSync(path, 'utf8').split('\n');
    const at = lines.findIndex((one) => one.trim() === anchor);
    assert.ok(at >= 0, `line ${line}: ${file} has no line ${anchor}`);
    lines.splice(at + 1, 0, text.trimEnd());
    writeFileSync(path, lines.join('\n'));
  }

  #write(file: string, text: string): void {
    const path = join(this.#cwd, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}

test('the tutorial, word for word, in an empty folder, from the packed package', async (t) => {
  const folder = temporaryFolder(t);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const registry = await startRegistry(t, { headframe: packHeadframe(folder) });
  const port = await freePort();
  // The tutorial's port may be taken on this machine: another one, and nothing else, is put in its place.
  const environment = {
    ...npmEnvironment(registry, folder),
    HEADFRAME__plugins__socket_server__settings__port: String(port),
  };
  const reader = new Reader(t, empty, environment, port);

  for (const block of readBlocks(readFileSync('docs/tutorial/first-plugin.md', 'utf8')))
    await t.test(`line ${block.line}: ${block.text.split('\n')[0]}`, () => reader.follow(block));

  assert.equal(await reader.stop(), 0);

  await t.test('the same in JavaScript: the fresh plugin passes its checks and its test', () => {
    const options = {
      cwd: join(empty, 'mine'),
      env: environment,
      encoding: 'utf8',
      shell: '/bin/bash',
    } as const;
    execFileSync('npx headframe plugin new plain --js', options);
    assert.match(execFileSync('npx headframe plugin check plain', options), /main\.js exports Extension/);
    assert.match(execFileSync('npm test --prefix plain', options), /# pass 1/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
