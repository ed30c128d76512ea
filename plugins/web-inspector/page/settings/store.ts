import { effect, type Signal, signal } from '@preact/signals';
import type { Client } from 'headframe/client/browser';
import { client } from '../connection.ts';
import { type Told, tell } from '../errors.ts';
import { generation } from '../panels/store.ts';
import type { Schema, SettingEntry } from './entry.ts';

/** All settings as the host has them, and the schemas that they are checked by. */
export interface Settings {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly entries: readonly SettingEntry[];
}

/** `undefined` until they have been read. */
export const settings: Signal<Settings | undefined> = signal(undefined);
/** Why they could not be read. */
export const problem: Signal<Told | undefined> = signal(undefined);

let reading: Promise<void> | undefined;
let isStale = false;

/** Reads the settings again; while that goes on, another reading follows it, and no more than one. */
export async function refreshSettings(): Promise<void> {
  isStale = true;
  reading ??= readUntilFresh().finally(() => {
    reading = undefined;
  });
  await reading;
}

async function readUntilFresh(): Promise<void> {
  while (isStale && client.value) {
    isStale = false;
    try {
      settings.value = await read(client.value);
      problem.value = undefined;
    } catch (error) {
      problem.value = tell(error);
    }
  }
}

async function read(from: Client): Promise<Settings> {
  const [{ schemas }, { settings: entries }] = await Promise.all([
    from.call('settings_schema'),
    from.call('settings_list'),
  ]);
  return {
    schemas: schemas as Settings['schemas'],
    entries: entries as Settings['entries'],
  };
}

effect(() => {
  const current = client.value;
  if (!current) return;
  const off = [
    current.on('settingsChanged', () => void refreshSettings()),
    current.on('connected', () => void refreshSettings()),
  ];
  void refreshSettings();
  return () => {
    for (const one of off) one();
  };
});

// A plugin that comes brings settings, and one that goes takes them away.
effect(() => {
  if (generation.value > 0) void refreshSettings();
});
