import type { Commands } from 'headframe';
import type { Interface } from '../interface.ts';
import { author, IF_REVISION, NAME, PROVIDER, type Provider } from './params.ts';

const STEPS = {
  name: 'steps',
  summary: 'How far; as far as there is history.',
  schema: { type: 'integer', minimum: 1 },
  default: 1,
};

/** Commands about earlier revisions and deleted variables. */
export function registerHistoryCommands(commands: Commands, workspace: Interface): void {
  for (const direction of ['undo', 'redo'] as const) {
    commands.register<{ name: string; steps: number; provider: Provider; if_revision: number | null }>({
      name: direction,
      summary: `Goes ${direction === 'undo' ? 'back' : 'forward again'} in a variable's history: {revision, steps} really taken`,
      role: 'write',
      params: [NAME, STEPS, PROVIDER, IF_REVISION],
      handler: ({ name, steps, provider, if_revision: expected }, context) => {
        const options = { ...author(provider, context), ifRevision: expected ?? undefined };
        return workspace[direction](name, steps, options);
      },
    });
  }
  commands.register<{ name: string }>({
    name: 'get_history',
    summary: "A variable's revisions, oldest first: {history}",
    role: 'read',
    params: [NAME],
    handler: ({ name }) => ({ history: workspace.getHistory(name) }),
  });
  commands.register({
    name: 'get_recycle_bin',
    summary: 'The deleted variables, oldest first: {entries}',
    role: 'read',
    params: [],
    handler: () => ({ entries: workspace.getRecycleBin() }),
  });
  commands.register<{ name: string | number; provider: Provider; if_revision: number | null }>({
    name: 'restore',
    summary: 'Brings back the variable deleted last under a name, or the one with an index: {name, revision}',
    role: 'write',
    params: [
      {
        name: 'name',
        summary: 'A name, or an index of the recycle bin.',
        schema: { type: ['string', 'integer'] },
      },
      PROVIDER,
      IF_REVISION,
    ],
    handler: ({ name, provider, if_revision: expected }, context) =>
      workspace.restore(name, { ...author(provider, context), ifRevision: expected ?? undefined }),
  });
  commands.register<{ provider: Provider }>({
    name: 'clear',
    summary: 'Moves all variables into the recycle bin: {deleted: names}',
    role: 'admin',
    params: [PROVIDER],
    handler: async ({ provider }, context) => ({ deleted: await workspace.clear(author(provider, context)) }),
  });
}
