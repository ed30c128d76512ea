import type { Commands } from 'headframe';
import { convert } from '../conversion/convert.ts';
import { workspaceError } from '../errors.ts';
import type { Interface } from '../interface.ts';
import { author, HOLDER, IF_REVISION, NAME, PROVIDER, type Provider } from './params.ts';
import { deliver } from './wire-value.ts';

const MAX_LEASE_MS = 3_600_000;
const MAX_WAIT_MS = 600_000;
const MAX_CHANGES = 10_000;

/** Commands by which several clients work on the same variables. */
export function registerConcurrencyCommands(commands: Commands, workspace: Interface): void {
  commands.register<{ name: string; holder: Provider; lease_ms: number }>({
    name: 'lock',
    summary: 'Keeps others from changing a variable until the lease or the connection ends: {until}',
    role: 'write',
    params: [
      NAME,
      HOLDER,
      {
        name: 'lease_ms',
        summary: 'How long; asked for again, it is extended.',
        schema: { type: 'integer', minimum: 1, maximum: MAX_LEASE_MS },
        default: 10_000,
      },
    ],
    handler: ({ name, holder, lease_ms: leaseMs }, { session, client, signal, long }) => {
      if (!long) {
        throw workspaceError(
          'NEEDS_LONG_CONNECTION',
          `a lock on ${name} would end with this connection at once`,
        );
      }
      const { until } = workspace.lock({ name, holder: holder ?? client, session, leaseMs, signal });
      return { until: until / 1000 };
    },
  });
  commands.register<{ name: string }>({
    name: 'unlock',
    summary: "Gives the session's lock back: {unlocked: whether there was one}",
    role: 'write',
    params: [NAME, HOLDER],
    handler: ({ name }, { session }) => ({ unlocked: workspace.unlock(name, session) }),
  });
  commands.register<{ revision: number; limit: number }>({
    name: 'changes_since',
    summary: 'The changes after a revision: {changes, revision, resync: whether all must be read anew}',
    role: 'read',
    params: [
      { name: 'revision', summary: 'The last one that was seen.', schema: { type: 'integer', minimum: 0 } },
      {
        name: 'limit',
        summary: 'How many at most.',
        schema: { type: 'integer', minimum: 1, maximum: MAX_CHANGES },
        default: 1000,
      },
    ],
    handler: ({ revision, limit }) => workspace.changesSince(revision, limit),
  });
  commands.register<{ name: string; since_revision: number; timeout_ms: number }>({
    name: 'wait_for',
    summary: 'Waits until a variable exists and is newer than a revision: {revision, newer}',
    role: 'read',
    params: [
      NAME,
      {
        name: 'since_revision',
        summary: 'The last one that was seen; 0 waits for the variable to exist.',
        schema: { type: 'integer', minimum: 0 },
        default: 0,
      },
      {
        name: 'timeout_ms',
        summary: 'After so long the answer says that it is not newer.',
        schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_MS },
        default: 30_000,
      },
    ],
    handler: ({ name, since_revision: since, timeout_ms: timeoutMs }, { signal }) =>
      workspace.waitFor({ name, since, timeoutMs, signal }),
  });
  commands.register<{ name: string; by: number; provider: Provider; if_revision: number | null }>({
    name: 'increment',
    summary: 'Adds to a number in one step; one that is not there counts as 0: {value, revision}',
    role: 'write',
    params: [
      NAME,
      { name: 'by', summary: 'What to add.', schema: { type: 'number' }, default: 1 },
      PROVIDER,
      IF_REVISION,
    ],
    handler: async ({ name, by, provider, if_revision: expected }, context) => {
      const options = { ...author(provider, context), ifRevision: expected ?? undefined };
      const { value, revision } = await workspace.increment(name, by, options);
      return {
        value: deliver(value.method === 'json' ? value.document : convert(value, 'json'), 'json'),
        revision,
      };
    },
  });
}
