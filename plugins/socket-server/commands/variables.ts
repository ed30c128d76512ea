import { Binary, type CommandContext, type Commands, type PublicInterface } from 'headframe';
import type { Author, SplicedPickles, Interface as Workspace } from 'headframe/workspace';
import { NAME, NAMES, provider } from './params.ts';

type Provider = string | null;

/** PyMiner's commands that read, write and delete variables, as pickles. */
export function registerVariableCommands(commands: Commands, workspace: PublicInterface<Workspace>): void {
  commands.register<{ name: string }>({
    name: 'read_p',
    summary: 'A variable as a pickle: {its name: bytes}',
    role: 'read',
    params: [NAME],
    handler: async ({ name }) => ({ [name]: Binary.of(await workspace.readPickle(name)) }),
  });
  commands.register<{ name: string; value: Uint8Array; provider: Provider }>({
    name: 'write_p',
    summary: 'Writes a variable, given as a pickle',
    role: 'write',
    params: [NAME, { name: 'value', summary: 'The pickle.', kind: 'bytes' }, provider('server')],
    handler: async ({ name, value, provider: who }, context) => {
      await workspace.write(name, { method: 'pickle', document: value, buffers: [] }, author(who, context));
      return {};
    },
  });
  commands.register<{ variables: Uint8Array; provider: Provider }>({
    name: 'write_var_dic',
    summary:
      'Writes each variable of a pickled {name: base64 text of a pickle}: {skipped: {name: code}} if any',
    role: 'write',
    params: [{ name: 'variables', summary: 'The pickled dict.', kind: 'bytes' }, provider('server')],
    handler: async ({ variables, provider: who }, context) => {
      const { skipped } = await workspace.writePickledDict(variables, author(who, context));
      return skippedPart(skipped);
    },
  });
  commands.register({
    name: 'get_var_dic',
    summary: 'All variables as one pickled dict: {var_dic: bytes}',
    role: 'read',
    params: [],
    handler: async () => variableDict(await workspace.splicePickles()),
  });
  commands.register<{ names: string[] }>({
    name: 'get_vars',
    summary: 'Some variables as one pickled dict: {var_dic: bytes}',
    role: 'read',
    params: [NAMES],
    handler: async ({ names }) => variableDict(await workspace.splicePickles(new Set(names))),
  });
  commands.register<{ name: string | string[]; provider: Provider }>({
    name: 'delete_variable',
    summary: 'Deletes a variable, or each of a list, if it is there: {var_name, data_source}',
    role: 'write',
    params: [{ ...NAME, schema: { anyOf: [NAME.schema, NAMES.schema] } }, provider('unknown')],
    handler: async ({ name, provider: who }, context) => {
      const names = typeof name === 'string' ? [name] : name;
      await workspace.delete(
        names.filter((one) => workspace.has(one)),
        author(who, context),
      );
      return { var_name: name, data_source: who };
    },
  });
}

function author(who: Provider, { session }: CommandContext): Author {
  return { provider: who ?? '', session };
}

function variableDict({ byteLength, chunks, skipped }: SplicedPickles): object {
  return { var_dic: new Binary(byteLength, chunks), ...skippedPart(skipped) };
}

function skippedPart(skipped: ReadonlyMap<string, string>): object {
  return skipped.size === 0 ? {} : { skipped };
}
