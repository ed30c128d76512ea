import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/**
 * Names the time since the machine was started: what a process wrote and did not sync is still there as
 * long as it is the same. Where that cannot be told, each call gives another name.
 */
export function bootName(): string {
  try {
    return readFileSync(BOOT_ID, 'utf8').trim();
  } catch {
    return `${hostname()} ${Date.now()}`;
  }
}
