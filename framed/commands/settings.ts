import type { PublicInterface } from 'headframe';
import type { Interface as Settings } from 'headframe/settings';
import type { Registrar } from './registrar.ts';

/** PyMiner's commands about settings. */
export function registerSettingsCommands(commands: Registrar, settings: PublicInterface<Settings>): void {
  commands.register({
    name: 'get_settings',
    summary: "PyMiner's five settings: {settings: {work_dir, main_theme, margin_theme, locale, theme}}",
    role: 'read',
    params: [],
    handler: () => ({ settings: settings.getSettings() }),
  });
  commands.register<{ key: string; value: unknown }>({
    name: 'set_settings_param',
    summary: 'Changes a setting and writes it to the config file',
    role: 'admin',
    params: [
      {
        name: 'key',
        summary: "One of PyMiner's five, or a dotted name such as socket-server.port.",
        schema: { type: 'string', maxLength: 256 },
      },
      { name: 'value', summary: 'The new value.' },
    ],
    handler: async ({ key, value }) => {
      await settings.set(key, value);
      return {};
    },
  });
  commands.register({
    name: 'get_style_sheet',
    summary: "The style sheet made from the theme, in Qt's dialect of CSS: {style_sheet}",
    role: 'read',
    params: [],
    handler: () => ({ style_sheet: settings.getStyleSheet() }),
  });
}
