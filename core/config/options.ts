import { type Assignment, asAssignment, type Override, parseFlag } from './assignment.ts';
import { readEnvironment } from './environment.ts';

/** Where the configuration comes from. */
export interface ConfigOptions {
  /** The config file; it must exist. Without: `headframe.config.jsonc` in `cwd`, if it is there. */
  readonly file?: string;
  /** The process's current folder unless given. */
  readonly cwd?: string;
  /** `a.b=JSON`, as from `--set`; later ones win. */
  readonly set?: readonly string[];
  /** Values for places of the file, as `['plugins', 'socket-server', 'settings', 'port']`; they win over `set`. */
  readonly overrides?: readonly Override[];
  /** Where `HEADFRAME__…` variables are looked for; `process.env` unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What stands outside the files, weakest first. */
export function readAssignments(options: ConfigOptions): Assignment[] {
  return [
    ...readEnvironment(options.env ?? process.env),
    ...(options.set ?? []).map(parseFlag),
    ...(options.overrides ?? []).map(asAssignment),
  ];
}
