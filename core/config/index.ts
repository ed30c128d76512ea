export type { Override } from './assignment.ts';
export { ConfigError, type ConfigProblem } from './config-error.ts';
export { Configuration } from './configuration.ts';
export type { ConfigDifference, SettingChange } from './difference.ts';
export type { Source as SettingSource } from './layer.ts';
export type { SettingEntry } from './list.ts';
export type { ConfigOptions } from './options.ts';
export { type PluginSettings, readPluginSettings } from './plugin-settings.ts';
export type { ConfigValue } from './sources.ts';
