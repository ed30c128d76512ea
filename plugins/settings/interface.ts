import { BaseInterface, type Hook, type Schema, type SettingChange, type SettingEntry } from 'headframe';
import type { Extension } from './main.ts';
import type { PyMinerSettings } from './names.ts';
import { createStyleSheet } from './style-sheet.ts';

export type { PyMinerSettings } from './names.ts';

/** The widget style and the colours of a user interface; colours are `#RRGGBB`. */
export interface Theme {
  readonly theme: string;
  readonly main_theme: string;
  readonly margin_theme: string;
}

/**
 * All plugins' settings, read and written by dotted name (`socket-server.port`). PyMiner's five
 * (`work_dir`, `main_theme`, `margin_theme`, `locale`, `theme`) are also reached by their bare names.
 */
export class Interface extends BaseInterface<Extension> {
  get hooks(): {
    /** A setting of any plugin has a new value, whoever set it and by which way; of secrets without values. */
    readonly settingsChanged: Hook<SettingChange>;
  } {
    return { settingsChanged: this.extension.extensionLib.configuration.changed };
  }

  /** PyMiner's five, as its `get_settings` answers them. */
  getSettings(): PyMinerSettings {
    return this.extension.current();
  }

  /** One setting's value. Throws `SETTING_UNKNOWN`, and `FORBIDDEN` for a secret. */
  get(key: string): unknown {
    return this.extension.get(key);
  }

  /** Writes a setting to the config file; it counts at once. Throws `SETTING_UNKNOWN`, `SETTING_INVALID`, `BAD_CONFIG`, `IO_FAILED`. */
  set(key: string, value: unknown): Promise<void> {
    return this.extension.set(key, value);
  }

  /** Takes a setting out of the config file: its default counts. Throws what {@link set} does. */
  reset(key: string): Promise<void> {
    return this.extension.reset(key);
  }

  /** Every setting with its value and where that comes from; of secrets without a value. */
  list(): SettingEntry[] {
    return this.extension.extensionLib.configuration.list();
  }

  /** The JSON Schema of every plugin's settings, by plugin. */
  schema(): Readonly<Record<string, Schema>> {
    return Object.fromEntries(this.extension.extensionLib.configuration.schemas());
  }

  /** The style sheet made from the theme's colours, in Qt's dialect of CSS. */
  getStyleSheet(): string {
    const { main_theme, margin_theme } = this.getSettings();
    return createStyleSheet({ main: main_theme, margin: margin_theme });
  }

  /** The theme in use. */
  getTheme(): Theme {
    const { theme, main_theme, margin_theme } = this.getSettings();
    return { theme, main_theme, margin_theme };
  }

  /** Changes the parts of the theme that are given. Throws what {@link set} does; parts before the bad one stay. */
  async setTheme(theme: Partial<Theme>): Promise<void> {
    for (const [key, value] of Object.entries(theme)) await this.set(key, value);
  }

  /** The working folder, an absolute path. */
  getWorkDir(): string {
    return this.getSettings().work_dir;
  }

  /** Changes the working folder. Throws `SETTING_INVALID` when there is no such folder, and what {@link set} does. */
  setWorkDir(folder: string): Promise<void> {
    return this.extension.setWorkDir(folder);
  }
}

declare module 'headframe' {
  interface Interfaces {
    settings: Interface;
  }

  interface Program {
    /** PyMiner's five settings. */
    getSettings(): PyMinerSettings;
    /** Changes the working folder; an existing folder. Throws `SETTING_INVALID`. */
    setWorkDir(folder: string): Promise<void>;
    /** The working folder, an absolute path. */
    getWorkDir(): string;
    /** The name of the widget style, such as `Fusion`. */
    getTheme(): string;
    /**
     * Reads one item (`SECTION/KEY`) of a JSON settings file of this plugin's own: with `user` what the
     * user has set, else the default; with `default` what the plugin's folder has. `undefined` when
     * neither has it. Throws `BAD_ARGUMENT` for a file that is no plain name, `IO_FAILED` for one that is no JSON.
     */
    getSettingsItemFromFile(file: string, item: string, mode?: 'user' | 'default'): Promise<unknown>;
    /** Writes one item into the user's copy of such a file, atomically. Throws what reading does. */
    writeSettingsItemToFile(file: string, item: string, value: unknown): Promise<void>;
  }
}
