import { readFile } from 'node:fs/promises';
import { codeOf } from './errors.ts';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The boot and the process's start in clock ticks since then; `null` where /proc does not tell. */
  readonly started: string | null;
}

/** The running process's own identity. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, started: await startOf(process.pid) };
}

/** Whether the very process still runs. One that ended and waits to be reaped does not. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  if (started === null) return true;
  return (await startOf(pid)) === started;
}

/** proc(5): in /proc/PID/stat field 3 is the state, field 22 the start; field 2 may hold blanks and brackets. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = ''] = fields;
    return 'ZX'.includes(state) ? null : `${boot.trim()}:${fields[19]}`;
  } catch {
    // No /proc, or the process has ended meanwhile: both mean that it tells nothing.
    return null;
  }
}
