import type { CommandRegistry } from '../command.ts';
import type { Configuration } from '../config/index.ts';
import type { HostControl } from '../extension-lib.ts';
import type { LogTail } from '../log-tail.ts';
import type { Logger } from '../logger.ts';
import type { PluginRecord } from '../plugin/record.ts';
import type { Scope } from '../scope.ts';

/** What the host's own commands are made of. */
export interface HostCommandsContext {
  readonly commands: CommandRegistry;
  /** The host's own. */
  readonly scope: Scope;
  readonly configuration: Configuration;
  readonly control: Pick<HostControl, 'enable' | 'disable' | 'refresh' | 'inspect' | 'callInterface'>;
  readonly records: ReadonlyMap<string, PluginRecord>;
  readonly logger: Logger;
  readonly logTail: LogTail;
}
