import { hostVersion, type Role } from 'headframe';
import { MAX_BATCH, MAX_META_BYTES } from 'headframe/codec';
import type { FramedPeer } from './peer.ts';
import type { PlacesOffer } from './places.ts';
import type { Since } from './replay.ts';
import type { SubscriptionParams } from './subscription.ts';

/** What a client says first. */
export interface Hello {
  readonly client: string | null;
  readonly token: string | null;
  readonly subscribe: SubscriptionParams | null;
  readonly since: Since | null;
}

/** What is found out when a client is let in. */
export interface Welcome {
  readonly role: Role;
  readonly resync: boolean;
  readonly places: PlacesOffer | undefined;
}

/** What a client is told of the server when it has been let in. */
export function welcome({ host, context }: FramedPeer, { role, resync, places }: Welcome): object {
  const { settings, workspace } = host;
  return {
    server: 'headframe',
    version: hostVersion,
    session: context.session,
    role,
    workspace: workspace.id(),
    revision: workspace.revision(),
    limits: { meta: MAX_META_BYTES, payload: settings.maxPayloadBytes, names: MAX_BATCH },
    capabilities: [],
    heartbeat: settings.heartbeatSeconds * 1000,
    resync,
    places,
  };
}
