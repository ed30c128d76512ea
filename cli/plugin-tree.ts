import type { Command } from 'commander';
import type { HostInspection, PluginInspection } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { askHost, findDataDir, requireHost } from './running-host.ts';

/** Adds `headframe plugin tree`. */
export function addPluginTree(plugin: Command, context: Context): void {
  const command = plugin
    .command('tree')
    .description("show the running host's plugins: load times, what each holds, who listens to its hooks");
  addCommonOptions(command).action((options: CommonOptions) => tree(context, options));
}

async function tree(context: Context, options: CommonOptions): Promise<void> {
  const host = await requireHost(await findDataDir(context, options));
  const { plugins, hooks } = await askHost(context, host, { do: 'inspect' });
  printResult(context, options.json, { plugins, hooks }, () =>
    [...plugins.map(describe), describeHooks('the host', hooks)].join('\n'),
  );
}

function describe(plugin: PluginInspection): string {
  const time = plugin.loadMs === undefined ? '' : `, loaded in ${Math.round(plugin.loadMs)} ms`;
  const lines = [`${plugin.name} ${plugin.version}: ${plugin.state}${time}`];
  if (plugin.failure) lines.push(`  failed in ${plugin.failure.step}: ${plugin.failure.message}`);
  if (plugin.requirements.length > 0) lines.push(`  requires ${plugin.requirements.join(', ')}`);
  if (plugin.effects.length > 0) lines.push(`  holds ${countLabels(plugin.effects).join(', ')}`);
  return describeHooks(lines.join('\n'), plugin.hooks);
}

function describeHooks(title: string, hooks: HostInspection['hooks']): string {
  const taps = Object.values(hooks)
    .flat()
    .map(
      ({ hook, owner, label, calls, errors, ms }) =>
        `  ${hook} ← ${owner}${label === hook ? '' : ` (${label})`}: ${calls} calls, ${errors} errors, ${ms.toFixed(1)} ms`,
    );
  return [title, ...taps].join('\n');
}

/** The labels in their order, each once with how often it occurs. */
function countLabels(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => (count > 1 ? `${label} ×${count}` : label));
}
