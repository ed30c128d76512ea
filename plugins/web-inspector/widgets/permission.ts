import type { CommandInfo, Role } from 'headframe';
import type { Panel } from './panel.ts';

/** Commands that are about the session, which is the page's and not the panel's, and the one that got us here. */
const SESSION: readonly string[] = ['hello', 'subscribe', 'use_places', 'lock', 'unlock', 'panel_call'];

/** What a panel wants to call. */
export interface PanelCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Why a panel may not call a command; nothing when it may. It may call what its own plugin offers: the
 * plugin's commands, and by `call_interface` the methods that its interface marks as remote; and the
 * commands that its `config` lists. Never a command that needs the role admin, nor one about the session.
 */
export function refusal(
  panel: Pick<Panel, 'id' | 'plugin' | 'commands'>,
  { method, params }: PanelCall,
  info: Pick<CommandInfo, 'owner' | 'role'> | undefined,
): string | undefined {
  const says = `the panel ${panel.id} may not call ${method}`;
  if (SESSION.includes(method)) return `${says}: it is about the session`;
  const isOwn =
    info?.owner === panel.plugin || (method === 'call_interface' && params.interface === panel.plugin);
  if (!isOwn && !panel.commands.includes(method))
    return `${says}: it belongs to another plugin, and the panel's config does not list it among its commands`;
  if (info?.role === 'admin') return `${says}: it needs the role admin`;
  return undefined;
}

/** The role in which a panel calls: that of the page's session, but never admin. */
export function roleOf(session: Role): Role {
  return session === 'admin' ? 'write' : session;
}
