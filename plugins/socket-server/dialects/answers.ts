import { codeOf, messageOf } from 'headframe';
import type { PacketValue } from 'headframe/codec';
import type { Entries } from '../result-entries.ts';

/** A command's result by key. */
export type Result = ReadonlyMap<string, PacketValue>;

/** How one command's result is answered. */
export type Answer = (result: Result) => Entries;

/** What a dialect makes of PyMiner's commands' results, by method; `messageFirst('succeeded')` of all others'. */
export type AnswerTable = ReadonlyMap<string, Answer>;

/** The message, then the result. */
export function messageFirst(message: string): Answer {
  return (result) => [['message', message], ...withoutMessage(result)];
}

/** The result, then the message. */
export function messageLast(message: string): Answer {
  return (result) => [...withoutMessage(result), ['message', message]];
}

/** Which setting a limit of the codec comes from. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['PACKET_TOO_LARGE', 'maxPacketBytes'],
  ['TOO_DEEP', 'maxNesting'],
  ['TOO_MANY_KEYS', 'maxKeys'],
]);

/**
 * The answer to a request that failed. PyMiner's clients look at `message` alone, and show that of
 * `read_p` to their user: there it is the reason.
 */
export function failed(method: string | undefined, error: unknown): Entries {
  const code = codeOf(error);
  const content = reasonOf(error);
  const message = method === 'read_p' ? content : 'failed';
  return [
    ['message', message],
    ['content', content],
    ['code', code],
  ];
}

/** Why a request failed, for people: with a limit's setting. */
export function reasonOf(error: unknown): string {
  const setting = SETTINGS.get(codeOf(error));
  return setting ? `${messageOf(error)} (setting socket-server.${setting})` : messageOf(error);
}

/** The text dialects say under this key how it went, whatever a result calls so. */
function withoutMessage(result: Result): Entries {
  return [...result].filter(([key]) => key !== 'message');
}
