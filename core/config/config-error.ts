import { HeadframeError } from '../errors.ts';

/** One thing that is wrong with the configuration, and where. */
export interface ConfigProblem {
  readonly message: string;
  /** The config file, or what else brought the value: `environment variable X`, `--set a.b`. */
  readonly file: string;
  /** From 1; 0 when the value did not come from a file. */
  readonly line: number;
  /** From 1, in UTF-16 code units; 0 when the value did not come from a file. */
  readonly col: number;
  /** JSON Pointer (RFC 6901) into the configuration. */
  readonly pointer: string;
  /** Up to three lines of the file with a caret below the place; values that may be secret are hidden. */
  readonly frame: string;
  /** What to do, when that can be told. */
  readonly hint: string | undefined;
}

const MAX_PROBLEMS = 100;

/** The configuration cannot be used: code `BAD_CONFIG`, with every problem (at most 100 of them). */
export class ConfigError extends HeadframeError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const all = distinct(problems);
    const shown = all.slice(0, MAX_PROBLEMS);
    const more = all.length - shown.length;
    const text = shown.map(formatProblem).join('\n\n') + (more > 0 ? `\n\n… and ${more} more` : '');
    super('BAD_CONFIG', text, { data: { problems: shown } });
    this.name = 'ConfigError';
    this.problems = shown;
  }
}

/** Throws a {@link ConfigError} when there are problems. */
export function throwProblems(problems: readonly ConfigProblem[]): void {
  if (problems.length > 0) throw new ConfigError(problems);
}

function formatProblem({ message, file, line, col, frame, hint }: ConfigProblem): string {
  const place = line > 0 ? `${file}:${line}:${col}` : file;
  return [`${place}: ${message}`, frame, hint && `hint: ${hint}`].filter(Boolean).join('\n');
}

/** Each problem once, in the order of the lines: two checks may find the same one. */
function distinct(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const seen = new Map(
    problems.map((one) => [JSON.stringify([one.file, one.line, one.col, one.message]), one]),
  );
  return [...seen.values()].sort((a, b) => a.line - b.line || a.col - b.col);
}
