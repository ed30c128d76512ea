import { type JsonValue, pythonJson } from 'headframe/codec';
import type { Broadcast } from './pending-broadcasts.ts';

/** A variable has a value that it may not have had before. PyMiner's clients read it again. */
export function dataChanged(name: string, provider: string): Broadcast {
  return about(name, { message: 'data_changed', data_name: name, data_source: provider });
}

/** A variable has gone. PyMiner's own clients overlook it. */
export function dataDeleted(name: string, provider: string): Broadcast {
  return about(name, { message: 'data_deleted', data_name: name, data_source: provider });
}

/** The server lives. */
export const HEARTBEAT: Broadcast = broadcast('heartbeat', { message: 'Are you alive?' });

/** The server ends. */
export const SHUT_DOWN: Broadcast = broadcast('shut_down', { message: 'shut_down' });

function about(name: string, members: Readonly<Record<string, JsonValue>>): Broadcast {
  return broadcast(`variable ${name}`, members);
}

function broadcast(subject: string, members: Readonly<Record<string, JsonValue>>): Broadcast {
  return { subject, bytes: Buffer.from(pythonJson({ name: 'broadcast', ...members }), 'latin1') };
}
