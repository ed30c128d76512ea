import { effect, type Signal, signal } from '@preact/signals';
import { client, run, theClient } from '../connection.ts';
import { type Told, tell } from '../errors.ts';
import { generation } from '../panels/store.ts';
import type { BrokenPlugin, Plugin } from './plugin.ts';

/** The plugins in the order of their requirements; `undefined` until they have been read. */
export const plugins: Signal<readonly Plugin[] | undefined> = signal(undefined);
export const broken: Signal<readonly BrokenPlugin[]> = signal([]);
/** Why they could not be read. */
export const problem: Signal<Told | undefined> = signal(undefined);
/** Plugins that something is being done to. */
export const busy: Signal<ReadonlySet<string>> = signal(new Set());

/** Reads the plugins anew whenever one has changed its state; what is returned ends that. */
export function followPlugins(): () => void {
  return effect(() => {
    if (client.value && generation.value >= 0) void read();
  });
}

/** Enables, disables or refreshes a plugin; with `cascade` those that require it are disabled too. */
export async function steer(
  plugin: string,
  what: 'enable' | 'disable' | 'refresh',
  cascade: boolean = false,
): Promise<void> {
  busy.value = new Set([...busy.value, plugin]);
  const params = what === 'disable' ? { name: plugin, cascade } : { name: plugin };
  await run(theClient().call(`plugin_${what}`, params));
  busy.value = new Set([...busy.value].filter((one) => one !== plugin));
  await read();
}

async function read(): Promise<void> {
  try {
    const found = await theClient().call('plugins');
    plugins.value = found.plugins as Plugin[];
    broken.value = found.broken as BrokenPlugin[];
    problem.value = undefined;
  } catch (error) {
    problem.value = tell(error);
  }
}
