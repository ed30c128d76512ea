import { MAX_RECORDS, TAIL_LEVELS, type TailRequest } from '../log-tail.ts';
import type { HostCommandsContext } from './context.ts';

/** The command by which clients see the end of the log. */
export function registerLogCommands({ commands, scope, logTail }: HostCommandsContext): void {
  commands.register<TailRequest>(scope, {
    name: 'log_tail',
    summary: 'The last lines of the log: {records: [{number, time, level, plugin, text}], last}',
    role: 'admin',
    params: [
      {
        name: 'lines',
        summary: 'How many at most.',
        schema: { type: 'integer', minimum: 1, maximum: MAX_RECORDS },
        default: 200,
      },
      {
        name: 'level',
        summary: 'Those of this level and above.',
        schema: { enum: TAIL_LEVELS },
        default: 'info',
      },
      {
        name: 'after',
        summary: 'Those whose number is higher: last of an earlier answer.',
        schema: { type: 'integer', minimum: 0 },
        default: 0,
      },
    ],
    handler: (request) => ({ records: logTail.records(request), last: logTail.count }),
  });
}
