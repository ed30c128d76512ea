import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Block, fileOf } from './markdown.ts';
import { Terminal } from './terminal.ts';

const DEADLINE_MS = 240_000;
/** What the shell runs for `npx` once npm has answered the first one: the same program, without npm looking for it again. */
const NPX =
  'npx() { local found="node_modules/.bin/$1"; [ -e "$found" ] || found="command npx $1"; shift; $found "$@"; }\n';

/** Where and how a document is followed. */
export interface ReaderOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What runs in place of a command that goes on running: without npm between it and Ctrl+C. */
  readonly programs?: Readonly<Record<string, readonly string[]>>;
  /** A line of text that the document's blocks have for readers, and the text that stands for it in the test. */
  readonly replace?: Readonly<Record<string, string>>;
}

/**
 * Follows a document in a folder: runs its commands, writes its files, and compares what it promises.
 *
 * `sh`: commands to run to their end; with a terminal's name behind it, one that goes on running there. `text`: what the
 * last commands, or that terminal, must show. Other blocks are files whose name is the end of the paragraph before them, or
 * lines to be put into one; `python` without a name is a program to run.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #terminals = new Map<string, Terminal>();
  #cwd: string;
  #output = '';
  #prelude = '';

  constructor(t: TestContext, options: ReaderOptions) {
    this.#options = options;
    this.#cwd = options.cwd;
    t.after(() => this.stop());
  }

  /** Follows blocks of a document, each as a test of its own; nothing after the first that fails. */
  async read(t: TestContext, blocks: readonly Block[]): Promise<void> {
    for (const block of blocks) {
      let isFollowed = false;
      await t.test(`line ${block.line}: ${block.text.split('\n')[0]}`, async () => {
        await this.#follow(block);
        isFollowed = true;
      });
      if (!isFollowed) return;
    }
  }

  /** Presses Ctrl+C in all terminals; the exit codes by their names. */
  async stop(): Promise<Record<string, number | null>> {
    const ended: Record<string, number | null> = {};
    for (const [name, terminal] of [...this.#terminals].reverse()) ended[name] = await terminal.interrupt();
    return ended;
  }

  async #follow(block: Block): Promise<void> {
    const { language, terminal, text, lead, line } = block;
    const file = fileOf(block);
    if (language === 'sh' && terminal !== '') this.#open(terminal, text.trim());
    else if (language === 'sh') await this.#run(text, '');
    else if (language === 'text') await this.#expect(block);
    else if (/`[^`]+`[^`]* below the line /.test(lead)) this.#insert(block);
    else if (file !== undefined) this.#write(file, text);
    else if (language === 'python') await this.#run('python3 -\n', text);
    else throw new Error(`line ${line}: nobody says what to do with this block`);
  }

  #open(name: string, command: string): void {
    const { programs = {}, environment } = this.#options;
    const program = programs[command] ?? ['bash', '-euc', `exec ${command}`];
    this.#terminals.set(name, new Terminal(program, this.#cwd, environment));
  }

  async #run(script: string, input: string): Promise<void> {
    const place = `${this.#cwd}/.place`;
    const child = spawn('bash', ['-euc', `${this.#prelude}${script}pwd > "${place}"`], {
      cwd: this.#cwd,
      env: this.#options.environment,
      timeout: DEADLINE_MS,
    });
    child.stdin.end(input);
    this.#output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        this.#output += bytes.toString();
      });
    const [code] = await once(child, 'close');
    assert.equal(code, 0, `${script}ended with ${code}:\n${this.#output}`);
    this.#cwd = readFileSync(place, 'utf8').trim();
    if (script.startsWith('npx ')) this.#prelude = NPX;
  }

  async #expect({ text, line, terminal: name }: Block): Promise<void> {
    if (name === '') {
      for (const expected of text.trim().split('\n'))
        assert.ok(this.#output.includes(expected), `line ${line}: ${expected} is not in:\n${this.#output}`);
      return;
    }
    const terminal = this.#terminals.get(name);
    assert.ok(terminal, `line ${line}: there is no terminal ${name}`);
    await terminal.expect(text, line);
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
    let content = text;
    for (const [shown, used] of Object.entries(this.#options.replace ?? {}))
      content = content.replaceAll(shown, used);
    writeFileSync(path, content);
  }
}
