import { codeOf } from '../core/index.ts';

/** The exit codes of the CLI: those of sysexits(3) where one fits, 128 + signal for a second signal. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unavailable: 69,
  forbidden: 77,
  config: 78,
  sigint: 130,
  sigterm: 143,
} as const;

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  const code = codeOf(error);
  if (code === 'BAD_CONFIG' || code === 'SETTING_INVALID' || code === 'SETTING_UNKNOWN') return EXIT.config;
  if (code === 'FORBIDDEN') return EXIT.forbidden;
  return EXIT.failed;
}
