import { type Signal, signal } from '@preact/signals';
import type { Client, DataChanged, Metadata } from 'headframe/client/browser';

/** The page follows changes at most so often, however many there are. */
const TICK_MS = 100;

/** All variables by name, in the order of creation; another map after each change. */
export const variables: Signal<ReadonlyMap<string, Metadata>> = signal(new Map());
/** Whether the variables have been read: before that an empty map says nothing. */
export const isLoaded: Signal<boolean> = signal(false);
/** By name: when a variable was last seen to change, on the clock of `performance.now()`. */
export const changedAt: Map<string, number> = new Map();

/** What has changed since the last tick: the new metadata, or nothing for a variable that has gone. */
const pending = new Map<string, Metadata | undefined>();
let isTicking = false;

/** Follows the variables of a host, over all connections. */
export async function follow(client: Client): Promise<void> {
  client.on('dataChanged', (change) => put(change));
  client.on('dataDeleted', ({ name }) => note(name, undefined));
  const all = await client.allMetadata();
  // What was told meanwhile is newer.
  for (const [name, metadata] of pending) {
    if (metadata) all.set(name, metadata);
    else all.delete(name);
  }
  pending.clear();
  variables.value = all;
  isLoaded.value = true;
}

/** Takes in metadata that was asked for: notifications leave out what needs a look into the value. */
export function refine(found: ReadonlyMap<string, Metadata>): void {
  const all = new Map(variables.value);
  let isNew = false;
  for (const [name, metadata] of found) {
    const known = all.get(name);
    if (!known || metadata.revision < known.revision) continue;
    all.set(name, metadata);
    isNew = true;
  }
  if (isNew) variables.value = all;
}

function put({ name, metadata, change, from }: DataChanged): void {
  if (change === 'renamed' && from !== undefined) note(from, undefined);
  changedAt.set(name, performance.now());
  note(name, metadata);
}

function note(name: string, metadata: Metadata | undefined): void {
  pending.set(name, metadata);
  if (!isLoaded.value || isTicking) return;
  isTicking = true;
  setTimeout(tick, TICK_MS);
}

function tick(): void {
  isTicking = false;
  const all = new Map(variables.value);
  for (const [name, metadata] of pending) {
    if (metadata) all.set(name, metadata);
    else {
      all.delete(name);
      changedAt.delete(name);
    }
  }
  pending.clear();
  variables.value = all;
}
