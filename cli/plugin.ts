import type { Command } from 'commander';
import type { Context } from './context.ts';
import { addPluginAdd } from './plugin-add.ts';
import { addPluginCheck } from './plugin-check.ts';
import { addPluginInfo } from './plugin-info.ts';
import { addPluginList } from './plugin-list.ts';
import { addPluginNew } from './plugin-new.ts';
import { addPluginRefresh } from './plugin-refresh.ts';
import { addPluginRemove } from './plugin-remove.ts';
import { addPluginSwitch } from './plugin-switch.ts';
import { addPluginTree } from './plugin-tree.ts';

/** Adds `headframe plugin` with its commands: one file each. */
export function addPlugin(program: Command, context: Context): void {
  const plugin = program
    .command('plugin')
    .description('write plugins, install them, look at them, switch them on and off');
  addPluginList(plugin, context);
  addPluginInfo(plugin, context);
  addPluginSwitch(plugin, context);
  addPluginRefresh(plugin, context);
  addPluginTree(plugin, context);
  addPluginAdd(plugin, context);
  addPluginRemove(plugin, context);
  addPluginNew(plugin, context);
  addPluginCheck(plugin, context);
}
