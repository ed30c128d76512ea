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

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const CODES: ReadonlyMap<string, ExitCode> = new Map([
  ['BAD_ADDRESS', EXIT.usage],
  ['BAD_ARGUMENT', EXIT.usage],
  ['BAD_CONFIG', EXIT.config],
  ['DISCONNECTED', EXIT.unavailable],
  ['FORBIDDEN', EXIT.forbidden],
  ['HOST_RUNNING', EXIT.unavailable],
  ['NO_HOST', EXIT.unavailable],
  ['SETTING_INVALID', EXIT.config],
  ['SETTING_UNKNOWN', EXIT.config],
  ['UNAUTHENTICATED', EXIT.forbidden],
  ['TOKEN_FILE_UNSAFE', EXIT.config],
]);

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): ExitCode {
  return CODES.get(codeOf(error)) ?? EXIT.failed;
}
