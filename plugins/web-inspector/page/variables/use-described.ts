import type { Metadata } from 'headframe/client/browser';
import { useEffect } from 'preact/hooks';
import { client } from '../connection.ts';
import { refine } from './live.ts';

/** What is seen is asked for at most so often. */
const PAUSE_MS = 250;

/** Names of rows that are seen, and that the host has not looked into. */
const wanted = new Set<string>();
let isPlanned = false;

/**
 * Asks for what the host has not looked at yet of a variable, while its row is shown: type, shape and preview.
 * Notifications come without them, as looking into a value costs time.
 */
export function useDescribed(name: string, { synchronised, revision }: Metadata): void {
  useEffect(() => {
    if (synchronised) return;
    wanted.add(name);
    plan();
    return () => void wanted.delete(name);
  }, [name, synchronised, revision]);
}

function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => void describe(), PAUSE_MS);
}

async function describe(): Promise<void> {
  const names = [...wanted];
  wanted.clear();
  const asked = names.map(async (name) => [name, await client.value?.metadata(name)] as const);
  const found = new Map<string, Metadata>();
  for (const answer of await Promise.allSettled(asked)) {
    // One that has gone meanwhile leaves the table by its own notification.
    if (answer.status === 'fulfilled' && answer.value[1]) found.set(answer.value[0], answer.value[1]);
  }
  isPlanned = false;
  refine(found);
  if (wanted.size > 0) plan();
}
