import type { HostCommandsContext } from './context.ts';
import { registerLogCommands } from './log-commands.ts';
import { registerMethodCommands } from './method-commands.ts';
import { registerPluginCommands } from './plugin-commands.ts';

export type { HostCommandsContext } from './context.ts';

/** Registers the commands about the host itself: every transport has them, whichever plugins there are. */
export function registerHostCommands(context: HostCommandsContext): void {
  registerMethodCommands(context);
  registerPluginCommands(context);
  registerLogCommands(context);
}
