import type { Commands, WireValue } from 'headframe';
import type { Level } from '../change-options.ts';
import type { InfoUpdate } from '../info.ts';
import type { Interface } from '../interface.ts';
import type { Method } from '../value.ts';
import type { WriteRequest } from '../workspace.ts';
import { author, IF_REVISION, INFO, LEVEL, METHOD, NAME, NAMES, PROVIDER, type Provider } from './params.ts';
import { deliver, receive } from './wire-value.ts';

type Revisions = Readonly<Record<string, number>> | null;

const IF_REVISIONS = {
  ...IF_REVISION,
  summary: 'By name: the revision that each must have, 0 when it must not exist.',
  schema: { type: ['object', 'null'], additionalProperties: { type: 'integer', minimum: 0 } },
};

/** Commands that read, write, delete and rename. */
export function registerValueCommands(commands: Commands, workspace: Interface): void {
  commands.register<{ name: string; method: Method }>({
    name: 'get_var',
    summary: 'A variable: {value, revision}',
    role: 'read',
    params: [NAME, METHOD],
    handler: async ({ name, method }) => {
      const { value, revision } = await workspace.readAs(name, method);
      return { value: deliver(value, method), revision };
    },
  });
  commands.register<{
    name: string;
    value: WireValue;
    provider: Provider;
    method: Method;
    if_revision: number | null;
    info: InfoUpdate | null;
    level: Level | null;
  }>({
    name: 'set_var',
    summary: 'Writes a variable: {revision}',
    role: 'write',
    params: [
      NAME,
      { name: 'value', summary: 'The value.', kind: 'value' },
      PROVIDER,
      METHOD,
      IF_REVISION,
      INFO,
      LEVEL,
    ],
    handler: async ({ name, value, provider, method, if_revision: expected, info, level }, context) => {
      const options = {
        ...author(provider, context),
        ifRevision: expected ?? undefined,
        info: info ?? undefined,
        level: level ?? undefined,
      };
      const { revision } = await workspace.write(name, await receive(value, method), options);
      return { revision };
    },
  });
  commands.register<{
    values: ReadonlyMap<string, WireValue>;
    provider: Provider;
    method: Method;
    if_revision: Revisions;
  }>({
    name: 'set_vars',
    summary: 'Writes variables, all or none: {revisions: {name: revision}}',
    role: 'write',
    params: [
      { name: 'values', summary: 'The values by name.', kind: 'values' },
      PROVIDER,
      METHOD,
      IF_REVISIONS,
    ],
    handler: async ({ values, provider, method, if_revision: expected }, context) => {
      const revisions = revisionsOf(expected);
      const requests: WriteRequest[] = [];
      for (const [name, value] of values) {
        requests.push({ name, value: await receive(value, method), ifRevision: revisions.get(name) });
      }
      const written = await workspace.writeMany(requests, author(provider, context));
      return { revisions: new Map([...written].map(([name, { revision }]) => [name, revision])) };
    },
  });
  commands.register<{ names: string[]; provider: Provider; if_revision: Revisions }>({
    name: 'delete_variables',
    summary: 'Moves variables into the recycle bin, all or none: {deleted: names}',
    role: 'write',
    params: [NAMES, PROVIDER, IF_REVISIONS],
    handler: async ({ names, provider, if_revision: expected }, context) => {
      const options = { ...author(provider, context), ifRevision: revisionsOf(expected) };
      return { deleted: await workspace.delete(names, options) };
    },
  });
  commands.register<{ name: string; new_name: string; provider: Provider; if_revision: number | null }>({
    name: 'rename_variable',
    summary: 'Gives a variable another name, its history too: {revision}',
    role: 'write',
    params: [NAME, { ...NAME, name: 'new_name', summary: 'The new name.' }, PROVIDER, IF_REVISION],
    handler: async ({ name, new_name: newName, provider, if_revision: expected }, context) => {
      const options = { ...author(provider, context), ifRevision: expected ?? undefined };
      return { revision: await workspace.rename(name, newName, options) };
    },
  });
}

function revisionsOf(expected: Revisions): ReadonlyMap<string, number> {
  return new Map(Object.entries(expected ?? {}));
}
