/** A JSON Schema (draft-07). */
export type Schema = Readonly<Record<string, unknown>>;

/** One setting as the host lists it (`settings_list`). */
export interface SettingEntry {
  /** The dotted name, such as `socket-server.port`. */
  readonly path: string;
  readonly plugin: string;
  /** The name within the plugin, name by name. */
  readonly keys: readonly string[];
  /** `null` for a secret. */
  readonly value: unknown;
  readonly default: unknown;
  readonly source: 'default' | 'file' | 'local' | 'environment' | 'flag';
  /** What brings the value: a place in a file, a variable of the environment, a flag. */
  readonly from: string;
  readonly secret: boolean;
}
