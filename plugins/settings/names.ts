/** PyMiner's settings, in the order of its answer: the plugin's own block of the config file. */
export interface PyMinerSettings {
  /** An absolute path. */
  readonly work_dir: string;
  /** `#RRGGBB` */
  readonly main_theme: string;
  /** `#RRGGBB` */
  readonly margin_theme: string;
  readonly locale: string;
  readonly theme: string;
}

/** The settings that are also reached by their bare names. */
export const PYMINER_NAMES: readonly (keyof PyMinerSettings)[] = [
  'work_dir',
  'main_theme',
  'margin_theme',
  'locale',
  'theme',
];

/** The full dotted name that a key stands for: `theme` is `settings.theme`. */
export function fullName(plugin: string, key: string): string {
  return PYMINER_NAMES.some((name) => name === key) ? `${plugin}.${key}` : key;
}
