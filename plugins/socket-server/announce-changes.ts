import type { BaseExtension, PublicInterface } from 'headframe';
import type { DataEvent, Interface as Workspace } from 'headframe/workspace';
import { dataChanged, dataDeleted } from './broadcasts.ts';
import type { SocketServer } from './server.ts';

/** Turns what the workspace announces into broadcasts: one for each variable, in order, without values. */
export function announceChanges(
  extension: BaseExtension,
  workspace: PublicInterface<Workspace>,
  server: SocketServer,
): void {
  const { hooks } = workspace;
  const changed = ({ name, provider }: DataEvent): void =>
    server.broadcast(() => dataChanged(name, provider));
  for (const hook of [hooks.dataCreated, hooks.dataChanged, hooks.dataRestored, hooks.dataRepeated]) {
    extension.tap(hook, changed);
  }
  extension.tap(hooks.dataDeleted, ({ name, provider, session, revision }) => {
    server.broadcast(() => dataDeleted(name, provider));
    server.framed.deleted(session, name, revision);
  });
}
