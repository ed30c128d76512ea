import type { Commands } from 'headframe';
import type { Interface } from '../interface.ts';
import type { Parts } from '../parts/parts.ts';
import { registerConcurrencyCommands } from './concurrency.ts';
import { registerHistoryCommands } from './history.ts';
import { registerMetadataCommands } from './metadata.ts';
import { registerPartCommands } from './parts.ts';
import { registerTypeCommands } from './types.ts';
import { registerValueCommands } from './values.ts';

/** Registers the workspace's own commands, for every transport. PyMiner's are the socket server's. */
export function registerCommands(commands: Commands, workspace: Interface, parts: Parts): void {
  registerValueCommands(commands, workspace);
  registerMetadataCommands(commands, workspace);
  registerHistoryCommands(commands, workspace);
  registerConcurrencyCommands(commands, workspace);
  registerPartCommands(commands, parts);
  registerTypeCommands(commands, workspace);
}
