import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTENING = '0A';

/**
 * The process that listens on a TCP port of this machine, as `name (pid N)`; `undefined` where it
 * cannot be told: without Linux's `/proc` (proc(5): `net/tcp`, `fd`, `comm`), or for another user's process.
 */
export async function findPortHolder(port: number): Promise<string | undefined> {
  const inodes = new Set((await Promise.all([inodesIn('tcp', port), inodesIn('tcp6', port)])).flat());
  if (inodes.size === 0) return undefined;
  for (const pid of await list('/proc')) {
    if (!/^\d+$/.test(pid) || !(await holdsOne(pid, inodes))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(unreadable);
    return `${name?.trim() ?? 'a process'} (pid ${pid})`;
  }
  return undefined;
}

async function inodesIn(table: string, port: number): Promise<string[]> {
  const text = (await readFile(`/proc/net/${table}`, 'utf8').catch(unreadable)) ?? '';
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(wanted) && state === LISTENING)
    .map((columns) => columns[9] ?? '');
}

async function holdsOne(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const descriptor of await list(folder)) {
    const target = await readlink(`${folder}/${descriptor}`).catch(unreadable);
    const inode = target?.match(/^socket:\[(\d+)\]$/)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(unreadable)) ?? [];
}

/** Processes end while they are looked at, and others' are closed to us: neither is an error here. */
function unreadable(): undefined {
  return undefined;
}
