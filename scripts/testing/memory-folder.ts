import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux has files in memory. */
const MEMORY = '/dev/shm';
/** What all tests that run at the same time may need. */
const ROOM_BYTES = 4 * 1024 ** 3;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * A folder for temporary files in memory, which goes with this process; nothing where the system has none with room
 * enough. The tests make and remove thousands of files.
 */
export function makeMemoryFolder(): string | undefined {
  if (roomIn(MEMORY) < ROOM_BYTES) return undefined;
  const folder = mkdtempSync(join(MEMORY, 'headframe-tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of SIGNALS) process.once(signal, () => process.exit(1));
  return folder;
}

/** Bytes that are free where a folder is; 0 where there is none. */
function roomIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
