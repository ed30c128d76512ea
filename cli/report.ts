import { codeOf, HeadframeError, messageOf } from '../core/index.ts';

/** An error as a person reads it: what happened, where, and what to do. No stack for a coded error. */
export function formatError(error: unknown): string {
  if (!(error instanceof HeadframeError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fix = error.fix ? `\n  ${error.fix}` : '';
  return `${error.code}: ${messageOf(error)}${fix}`;
}

/** What a program reads of an error. */
export interface ErrorReport {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** What to do about it. */
    readonly fix: string | null;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** An error as a program reads it. */
export function errorAsJson(error: unknown): ErrorReport {
  const coded = error instanceof HeadframeError ? error : undefined;
  return {
    error: {
      code: codeOf(error),
      message: messageOf(error),
      fix: coded?.fix ?? null,
      data: coded?.data ?? {},
    },
  };
}
