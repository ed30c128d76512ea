import type { Commands, SettingEntry } from 'headframe';
import type { Interface } from './interface.ts';

/** What the commands need of the plugin's own interface. */
type Settings = Pick<Interface, 'schema' | 'list' | 'reset'>;

/** The commands by which a user interface shows the settings and takes them back. */
export function registerCommands(commands: Commands, settings: Settings): void {
  commands.register({
    name: 'settings_schema',
    summary: "The JSON Schema of every plugin's settings: {schemas: {plugin: schema}}",
    role: 'admin',
    params: [],
    handler: () => ({ schemas: settings.schema() }),
  });
  commands.register({
    name: 'settings_list',
    summary:
      'Every setting: {settings: [{path, plugin, keys, value, default, source, from, secret}]}; secrets without values',
    role: 'admin',
    params: [],
    handler: () => ({ settings: settings.list().map(describe) }),
  });
  commands.register<{ key: string }>({
    name: 'settings_reset',
    summary: 'Takes a setting out of the config file: its default counts',
    role: 'admin',
    params: [
      {
        name: 'key',
        summary: "One of PyMiner's five, or a dotted name such as socket-server.port.",
        schema: { type: 'string', maxLength: 256 },
      },
    ],
    handler: async ({ key }) => {
      await settings.reset(key);
      return {};
    },
  });
}

/** An entry as it is sent: JSON has no `undefined`. */
function describe({ path, plugin, keys, value, source, from, secret, ...entry }: SettingEntry): object {
  return {
    path,
    plugin,
    keys,
    value: value ?? null,
    default: entry.default ?? null,
    source,
    from,
    secret,
  };
}
