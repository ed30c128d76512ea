/**
 * The server's side of the framed dialect, whatever carries it: docs/reference/framed.md. A transport is a plugin
 * that gives each connection a session, by {@link openFramed}, and registers the commands that sessions need.
 */
export type { ByteLimit } from './byte-limit.ts';
export type { ByteSink } from './byte-sink.ts';
export { registerNameCommands } from './commands/names.ts';
export type { Registrar } from './commands/registrar.ts';
export { type InfoSource, registerServerInfo } from './commands/server-info.ts';
export { registerSessionCommands } from './commands/session.ts';
export { registerSettingsCommands } from './commands/settings.ts';
export { defineFramedErrors, type FramedErrorCode, framedError } from './errors.ts';
export { EventLoopDelay, type EventLoopDelays } from './event-loop-delay.ts';
export type { BytesDecoder } from './inline-value.ts';
export { Notice } from './notice.ts';
export { Notifier, type NotifierCounters } from './notifier.ts';
export type { Output } from './output.ts';
export { decodeParams } from './params.ts';
export type { FramedHost, FramedPeer, FramedSettings } from './peer.ts';
export { openFramed } from './preamble.ts';
export { type QueueLimits, type QueueSettings, queueLimits } from './queue-limits.ts';
export type { Receiver } from './receiver.ts';
export { type Request, readRequest } from './request.ts';
export { ErrorCodes, RequestCounts, type RequestTotals } from './request-counts.ts';
export { jsonValue } from './result-json.ts';
export { SessionContext } from './session-context.ts';
export { FramedSessions } from './sessions.ts';
export { TokenRoles } from './token-roles.ts';
export { inSlices } from './turn.ts';
