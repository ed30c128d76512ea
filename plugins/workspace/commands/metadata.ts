import type { Commands } from 'headframe';
import type { MetadataFilter } from '../filter.ts';
import type { InfoUpdate } from '../info.ts';
import type { Interface } from '../interface.ts';
import { author, IF_REVISION, INFO, NAME, PROVIDER, type Provider } from './params.ts';

const FILTER = {
  name: 'filter',
  summary:
    'Which variables: kind, provider, since (a revision), name (a pattern with * and ?), info (keys and values).',
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      kind: { type: 'string' },
      provider: { type: 'string' },
      since: { type: 'integer', minimum: 0 },
      name: { type: 'string' },
      info: { type: 'object' },
    },
  },
  default: {},
};

/** Commands that tell what is known of variables, and set their free keys. */
export function registerMetadataCommands(commands: Commands, workspace: Interface): void {
  commands.register<{ name: string }>({
    name: 'get_metadata',
    summary: 'What is known of a variable without reading it: {metadata}',
    role: 'read',
    params: [NAME],
    handler: ({ name }) => ({ metadata: workspace.getMetadata(name) }),
  });
  commands.register<{ filter: MetadataFilter }>({
    name: 'get_all_metadata',
    summary: 'What is known of all variables that pass a filter: {metadata: {name: metadata}}',
    role: 'read',
    params: [FILTER],
    handler: async ({ filter }) => ({ metadata: await workspace.getAllMetadata(filter) }),
  });
  commands.register<{
    name: string;
    info: InfoUpdate | null;
    provider: Provider;
    if_revision: number | null;
  }>({
    name: 'update_metadata',
    summary: 'Sets free keys of a variable: {metadata}',
    role: 'write',
    params: [NAME, INFO, PROVIDER, IF_REVISION],
    handler: async ({ name, info, provider, if_revision: expected }, context) => {
      const options = { ...author(provider, context), ifRevision: expected ?? undefined };
      return { metadata: await workspace.updateMetadata(name, info ?? {}, options) };
    },
  });
}
