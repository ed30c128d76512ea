import type { BaseExtension, PublicInterface } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import { dataChanged, dataDeleted } from './broadcasts.ts';
import type { SocketServer } from './server.ts';

/**
 * Turns what the workspace announces into broadcasts of the text dialects (one for each variable, in order,
 * without values) and notifications of the framed one, where a repeated value and metadata differ: the text
 * dialects' clients are told of the first, framed ones of the second.
 */
export function announceChanges(
  extension: BaseExtension,
  workspace: PublicInterface<Workspace>,
  server: SocketServer,
): void {
  const { hooks } = workspace;
  const { notifier } = server.framed;
  for (const hook of [hooks.dataCreated, hooks.dataChanged, hooks.dataRestored]) {
    extension.tap(hook, (event) => {
      server.broadcast(() => dataChanged(event.name, event.provider));
      notifier.changed(event);
    });
  }
  extension.tap(hooks.dataRepeated, ({ name, provider }) =>
    server.broadcast(() => dataChanged(name, provider)),
  );
  extension.tap(hooks.metadataChanged, (event) => notifier.changed(event));
  extension.tap(hooks.dataDeleted, (event) => {
    const { name, provider, session, revision } = event;
    server.broadcast(() => dataDeleted(name, provider));
    notifier.deleted(event);
    server.framed.deleted(session, name, revision);
  });
}
