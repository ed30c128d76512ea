import type { Command } from 'commander';
import type { Context } from './context.ts';
import { addGet, addSet, addUnset } from './value-commands.ts';

/** Adds `headframe settings`: the plugins' settings by their dotted names. */
export function addSettings(program: Command, context: Context): void {
  const settings = program.command('settings').description("read and change the plugins' settings");
  addGet(settings, context, 'settings');
  addSet(settings, context, 'settings');
  addUnset(settings, context, 'reset', 'settings');
}
