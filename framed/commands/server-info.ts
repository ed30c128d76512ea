import { hostVersion, type PublicInterface } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import type { EventLoopDelay } from '../event-loop-delay.ts';
import type { ErrorCodes } from '../request-counts.ts';
import type { Registrar } from './registrar.ts';

/** What a server tells of itself. */
export interface InfoSource {
  readonly workspace: PublicInterface<Workspace>;
  readonly errorCodes: ErrorCodes;
  readonly eventLoop: EventLoopDelay;
  /** Its settings that bound what a client may send, by name. */
  limits(): object;
  /** What has happened since it started, and what there is now. */
  counters(): object;
}

/** The command about the server itself. */
export function registerServerInfo(commands: Registrar, source: InfoSource): void {
  const { workspace, errorCodes, eventLoop } = source;
  commands.register({
    name: 'server_info',
    summary: 'What runs here: {version, revision, limits, counters, errors, event_loop}',
    role: 'read',
    params: [],
    handler: () => ({
      version: hostVersion,
      revision: workspace.revision(),
      limits: source.limits(),
      counters: source.counters(),
      errors: errorCodes.counts(),
      event_loop: eventLoop.delays(),
    }),
  });
}
