import type { Command } from 'commander';
import type { Context } from './context.ts';
import { addPluginInfo } from './plugin-info.ts';
import { addPluginList } from './plugin-list.ts';
import { addPluginRefresh } from './plugin-refresh.ts';
import { addPluginSwitch } from './plugin-switch.ts';
import { addPluginTree } from './plugin-tree.ts';

/** Adds `headframe plugin` with its commands: one file each. */
export function addPlugin(program: Command, context: Context): void {
  const plugin = program.command('plugin').description('look at plugins, switch them on and off');
  addPluginList(plugin, context);
  addPluginInfo(plugin, context);
  addPluginSwitch(plugin, context);
  addPluginRefresh(plugin, context);
  addPluginTree(plugin, context);
}
