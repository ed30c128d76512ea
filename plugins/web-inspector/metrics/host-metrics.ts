import type { HostInspection } from 'headframe';
import type { MetricFamily, Sample } from './open-metrics.ts';

const MS_PER_SECOND = 1000;

/** What the host counts of its plugins, commands and taps. */
export function hostMetrics({ version, plugins, commands, hooks }: HostInspection): MetricFamily[] {
  const called = Object.entries(commands).filter(([, { calls }]) => calls > 0);
  const byCommand = (value: 'calls' | 'errors'): Sample[] =>
    called.map(([command, info]) => ({ labels: { command }, value: info[value] }));
  const all = [
    ...Object.entries(hooks).map(([hook, list]) => ({ hook, list })),
    ...plugins.flatMap(({ name, hooks: own }) =>
      Object.entries(own).map(([hook, list]) => ({ hook: `${name}.${hook}`, list })),
    ),
  ];
  const byTap = (value: (tap: { calls: number; errors: number; ms: number }) => number): Sample[] =>
    all.flatMap(({ hook, list }) =>
      [...byOwner(list)].map(([plugin, tap]) => ({ labels: { hook, plugin }, value: value(tap) })),
    );
  return [
    { type: 'info', name: 'headframe_host', help: 'The host.', samples: [{ labels: { version }, value: 1 }] },
    {
      type: 'gauge',
      name: 'headframe_plugin_active',
      help: 'Whether a plugin is active.',
      samples: plugins.map(({ name, state }) => ({
        labels: { plugin: name, state },
        value: Number(state === 'active'),
      })),
    },
    {
      type: 'gauge',
      name: 'headframe_plugin_load_seconds',
      help: 'How long the last loading of a plugin took.',
      samples: plugins.flatMap(({ name, loadMs }) =>
        loadMs === undefined ? [] : [{ labels: { plugin: name }, value: loadMs / MS_PER_SECOND }],
      ),
    },
    {
      type: 'gauge',
      name: 'headframe_plugin_effects',
      help: 'What a plugin holds: taps, commands, timers, listeners.',
      samples: plugins.map(({ name, effects }) => ({ labels: { plugin: name }, value: effects.length })),
    },
    {
      type: 'counter',
      name: 'headframe_command_calls',
      help: 'Calls of a command.',
      samples: byCommand('calls'),
    },
    {
      type: 'counter',
      name: 'headframe_command_errors',
      help: 'Calls of a command that failed.',
      samples: byCommand('errors'),
    },
    {
      type: 'counter',
      name: 'headframe_tap_calls',
      help: 'Calls of taps on a hook.',
      samples: byTap(({ calls }) => calls),
    },
    {
      type: 'counter',
      name: 'headframe_tap_errors',
      help: 'Calls of taps that failed.',
      samples: byTap(({ errors }) => errors),
    },
    {
      type: 'counter',
      name: 'headframe_tap_seconds',
      help: 'Time in taps.',
      samples: byTap(({ ms }) => ms / MS_PER_SECOND),
    },
  ];
}

/** The taps of one hook, added up by who tapped. */
function byOwner(
  taps: HostInspection['hooks'][string],
): Map<string, { calls: number; errors: number; ms: number }> {
  const sums = new Map<string, { calls: number; errors: number; ms: number }>();
  for (const { owner, calls, errors, ms } of taps) {
    const sum = sums.get(owner) ?? { calls: 0, errors: 0, ms: 0 };
    sums.set(owner, { calls: sum.calls + calls, errors: sum.errors + errors, ms: sum.ms + ms });
  }
  return sums;
}
