import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BaseExtension, type Consumer, HeadframeError, messageOf, type Program } from 'headframe';
import { registerCommands } from './commands.ts';
import type { Interface } from './interface.ts';
import { ItemFiles } from './item-file.ts';
import { fullName, type PyMinerSettings } from './names.ts';

type SettingsProgram = Pick<
  Program,
  | 'getSettings'
  | 'setWorkDir'
  | 'getWorkDir'
  | 'getTheme'
  | 'getSettingsItemFromFile'
  | 'writeSettingsItemToFile'
>;

/** Lets plugins and clients read and write settings: a thin layer over the host's configuration. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: Readonly<Record<keyof PyMinerSettings, string>>;
  readonly #items = new ItemFiles();

  override onLoad(): void {
    const { commands, configuration, Program } = this.extensionLib;
    this.extensionLib.contribute('Program', (consumer) => this.#program(consumer));
    const follow = (): void => Program.setLocale(this.settings.locale);
    follow();
    this.tap(configuration.changed, follow);
    registerCommands(commands, this.interface);
  }

  /** PyMiner's five, the working folder as an absolute path. */
  current(): PyMinerSettings {
    const { work_dir, main_theme, margin_theme, locale, theme } = this.settings;
    return { work_dir: resolve(work_dir), main_theme, margin_theme, locale, theme };
  }

  get(key: string): unknown {
    if (key === 'work_dir') return this.current().work_dir;
    return this.extensionLib.configuration.get(this.#settingName(key));
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.extensionLib.configuration.set(this.#settingName(key), value);
  }

  async reset(key: string): Promise<void> {
    await this.extensionLib.configuration.unset(this.#settingName(key));
  }

  async setWorkDir(folder: string): Promise<void> {
    const absolute = resolve(this.current().work_dir, folder);
    const isFolder = await stat(absolute).then(
      (found) => found.isDirectory(),
      (error: unknown) => {
        throw new HeadframeError('SETTING_INVALID', `work_dir: ${messageOf(error)}`, { cause: error });
      },
    );
    if (!isFolder) throw new HeadframeError('SETTING_INVALID', `work_dir: ${absolute} is no folder`);
    await this.set('work_dir', absolute);
  }

  /** The full name of a setting. The host's own keys are the config file's alone: they could load code. */
  #settingName(key: string): string {
    const name = fullName(this.info.name, key);
    if (this.extensionLib.configuration.isSetting(name)) return name;
    throw new HeadframeError('SETTING_UNKNOWN', `${JSON.stringify(key)} is not one setting of a plugin`);
  }

  #program(consumer: Consumer): SettingsProgram {
    return {
      getSettings: () => this.current(),
      setWorkDir: (folder) => this.setWorkDir(folder),
      getWorkDir: () => this.current().work_dir,
      getTheme: () => this.current().theme,
      getSettingsItemFromFile: (file, item, mode = 'user') =>
        this.#items.read(this.#foldersOf(consumer.name), file, item, mode),
      writeSettingsItemToFile: (file, item, value) =>
        this.#items.write(this.#foldersOf(consumer.name).user, file, item, value),
    };
  }

  #foldersOf(plugin: string): { defaults: string; user: string } {
    const { host, Program: program } = this.extensionLib;
    const inspection = host.inspect().plugins.find((one) => one.name === plugin);
    return { defaults: inspection?.folder ?? '', user: program.getPluginDataPath(plugin) };
  }
}
