import type { CommandContext, Param } from '../command.ts';
import { HeadframeError, messageOf } from '../errors.ts';
import { findDependents, type Node, resolveGraph } from '../plugin/graph.ts';
import type { PluginRecord } from '../plugin/record.ts';
import type { HostCommandsContext } from './context.ts';
import { describePlugin } from './describe-plugin.ts';

interface Named {
  readonly name: string;
}

const NAME: Param = { name: 'name', summary: 'The plugin.', schema: { type: 'string', maxLength: 256 } };

/** Commands that show and steer the plugins. What they change stands in the config file, and counts at once. */
export function registerPluginCommands(context: HostCommandsContext): void {
  const { commands, scope, control } = context;
  commands.register(scope, {
    name: 'plugins',
    summary:
      'The plugins: {plugins: [{name, version, state, enabled, failure, load_ms, requirements, dependents, effects, taps, …}], broken}',
    role: 'admin',
    params: [],
    handler: () => listPlugins(context),
  });
  commands.register<Named>(scope, {
    name: 'plugin_enable',
    summary: 'Enables a plugin, in the config file too: {plugins: {name: state}}',
    role: 'admin',
    params: [NAME],
    handler: async ({ name }) => {
      const problem = resolveGraph(wantedNodes(context, name)).refused.get(name);
      if (problem) throw problem;
      await context.configuration.set(`plugins.${name}.enabled`, true);
      await control.enable(name);
      return statesOf(context, [name]);
    },
  });
  commands.register<Named & { cascade: boolean }>(scope, {
    name: 'plugin_disable',
    summary: 'Disables a plugin, in the config file too: {plugins: {name: state}}',
    role: 'admin',
    params: [
      NAME,
      {
        name: 'cascade',
        summary: 'Whether those that require it are disabled too; otherwise they forbid it.',
        schema: { type: 'boolean' },
        default: false,
      },
    ],
    handler: async ({ name, cascade }, caller) => {
      const dependents = findDependents(wantedNodes(context, name), name);
      if (dependents.length > 0 && !cascade) {
        const text = `${name} is required by ${dependents.join(', ')}`;
        throw new HeadframeError('PLUGIN_REQUIRED', text, { data: { dependents } });
      }
      const names = [...dependents, name];
      for (const one of names) await context.configuration.set(`plugins.${one}.enabled`, false);
      await carryOut(context, caller, names, () => control.disable(name, { cascade: true }));
      return statesOf(context, names);
    },
  });
  commands.register<Named>(scope, {
    name: 'plugin_refresh',
    summary: "Loads a plugin's code anew: {plugins: {name: state}}",
    role: 'admin',
    params: [NAME],
    handler: async ({ name }, caller) => {
      recordOf(context, name);
      await carryOut(context, caller, [name], () => control.refresh(name));
      return statesOf(context, [name]);
    },
  });
}

function listPlugins(context: HostCommandsContext): object {
  const { plugins, broken } = context.control.inspect();
  const nodes = wantedNodes(context);
  const schemas = context.configuration.schemas();
  const listed = plugins.map((plugin) =>
    describePlugin(plugin, {
      dependents: findDependents(nodes, plugin.name),
      hasSettings: Object.keys(Object(schemas.get(plugin.name)?.properties)).length > 0,
    }),
  );
  return { plugins: listed, broken: broken.map((one) => ({ ...one })) };
}

/** Waits for it, unless the caller has come by a plugin that it closes, and would wait for the caller's answer. */
async function carryOut(
  { logger }: HostCommandsContext,
  { carrier }: CommandContext,
  names: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  if (carrier === undefined || !names.includes(carrier)) return work();
  setImmediate(() => work().catch((error: unknown) => logger.error({ err: error }, messageOf(error))));
}

function statesOf(context: HostCommandsContext, names: readonly string[]): object {
  return { plugins: Object.fromEntries(names.map((name) => [name, recordOf(context, name).state])) };
}

/** The plugins that are to run, and the one in question. Throws `UNKNOWN_PLUGIN`. */
function wantedNodes(context: HostCommandsContext, name?: string): Map<string, Node> {
  if (name !== undefined) recordOf(context, name);
  const wanted = [...context.records.values()].filter((one) => one.wanted || one.name === name);
  return new Map(wanted.map((one) => [one.name, one.manifest]));
}

function recordOf({ records }: HostCommandsContext, name: string): PluginRecord {
  const record = records.get(name);
  if (record) return record;
  throw new HeadframeError('UNKNOWN_PLUGIN', `there is no plugin ${JSON.stringify(name)}`);
}
