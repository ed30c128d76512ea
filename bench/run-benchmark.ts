import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Finding } from './report.ts';
import type { Need, Run } from './sections.ts';

/** What came of a benchmark. */
export interface Outcome {
  readonly file: string;
  readonly findings: readonly Finding[];
  /** What was left out, and the line that installs it. */
  readonly missing: readonly Missing[];
  /** Why it ended early; what it had found by then is in `findings`. */
  readonly trouble?: string;
}

/** A peer that is not installed. */
export interface Missing {
  readonly missing: string;
  readonly install: string;
}

const PYTHON = '/usr/bin/python3';
const QUICK_SECONDS = 180;
const MAX_ERROR_CHARACTERS = 400;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Debian's servers lie where only root looks. */
const PATHS = [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);

/** Runs a benchmark in a process group and a folder for temporary files of its own, and ends both with it. */
export async function runBenchmark(run: Run, isQuick: boolean): Promise<Outcome> {
  const [file = ''] = run.args;
  const absent = await missingOf(run.needs);
  if (absent.length > 0) return { file, findings: [], missing: absent };
  const folder = mkdtempSync(join(tmpdir(), 'hf-bench-'));
  try {
    return await runIn(folder, run, isQuick);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runIn(folder: string, run: Run, isQuick: boolean): Promise<Outcome> {
  const [file = ''] = run.args;
  const [program = '', ...args] = commandOf(run, isQuick);
  const child = spawn(program, args, {
    detached: true,
    env: { ...process.env, PATH: PATHS, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const interrupt = (): never => {
    endGroup(child.pid);
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const seconds = isQuick ? QUICK_SECONDS : run.seconds;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(child.pid);
  }, seconds * 1000);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-10 * MAX_ERROR_CHARACTERS);
  });
  const ended = once(child, 'close');
  const findings: Finding[] = [];
  const missing: Missing[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const read = JSON.parse(line) as Finding | Missing;
    if ('missing' in read) missing.push(read);
    else findings.push(read);
  }
  const [code, signal] = await ended;
  clearTimeout(timer);
  for (const signal of SIGNALS) process.off(signal, interrupt);
  endGroup(child.pid);
  if (isLate) return { file, findings, missing, trouble: `given up after ${seconds} s` };
  if (code === 0) return { file, findings, missing };
  const lines = errors.trim().split('\n');
  const said = (lines.find((line) => /\bError\b|Error:/.test(line)) ?? lines.at(-1))?.slice(
    0,
    MAX_ERROR_CHARACTERS,
  );
  return { file, findings, missing, trouble: `ended with ${signal ?? code}: ${said}` };
}

/** The command line of a benchmark. */
function commandOf({ program, args, quick, pinned }: Run, isQuick: boolean): string[] {
  const [file = '', ...full] = args;
  const given = [file, '--json', ...(isQuick ? quick : full)];
  const started =
    program === 'python'
      ? [PYTHON, ...given]
      : [process.execPath, '--expose-gc', '--import', 'tsx', ...given];
  return pinned && process.platform === 'linux' ? ['taskset', '-c', '0', ...started] : started;
}

/** Hosts and peers that a benchmark has left behind. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function missingOf(needs: readonly Need[]): Promise<Missing[]> {
  const found: Missing[] = [];
  for (const need of needs) {
    const { install } = need;
    if ('program' in need && !onPath(need.program)) found.push({ missing: need.program, install });
    else if ('file' in need && !existsSync(need.file)) found.push({ missing: need.file, install });
    else if ('module' in need && !(await canImport(need.module)))
      found.push({ missing: `Python's ${need.module}`, install });
  }
  return found;
}

function onPath(program: string): boolean {
  return PATHS.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function canImport(module: string): Promise<boolean> {
  const child = spawn(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
  const [code] = await once(child, 'close');
  return code === 0;
}
