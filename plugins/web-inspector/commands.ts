import type { Commands, PublicInterface } from 'headframe';
import {
  type Registrar,
  registerNameCommands,
  registerServerInfo,
  registerSessionCommands,
  registerSettingsCommands,
} from 'headframe/framed';
import type { Interface as Settings } from 'headframe/settings';
import type { Inspector } from './inspector.ts';

/**
 * What the page's clients need of commands: those that the socket server offers too stand in while it is off.
 */
export function registerInspectorCommands(
  commands: Commands,
  inspector: Inspector,
  settings: PublicInterface<Settings>,
): void {
  const { workspace, access } = inspector;
  const standIns: Registrar = { register: (command) => commands.register({ ...command, standIn: true }) };
  registerSessionCommands(standIns, workspace.revision);
  registerNameCommands(standIns, workspace);
  registerSettingsCommands(standIns, settings);
  const { errorCodes, eventLoop } = inspector;
  registerServerInfo(standIns, {
    workspace,
    errorCodes,
    eventLoop,
    limits: () => limitsOf(inspector),
    counters: () => ({ ...inspector.counters, open: inspector.connections.size }),
  });
  commands.register({
    name: 'inspector_ticket',
    summary:
      "The address of the inspector's page, with a ticket that lets one browser in within a minute: {url}",
    role: 'admin',
    params: [],
    handler: () => ({ url: access.ticketAddress() }),
  });
}

function limitsOf({ settings }: Inspector): object {
  const { maxPayloadBytes, maxJsonBytes, maxNesting, maxKeys, maxConnections } = settings;
  return { maxPayloadBytes, maxJsonBytes, maxNesting, maxKeys, maxConnections };
}
