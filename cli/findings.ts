import { styleText } from 'node:util';
import { ConfigError, codeOf, type Installation, messageOf, resolveGraph } from '../core/index.ts';
import { formatColumns } from './table.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'error';
  /** What was looked at: `config`, `plugin averager`. */
  readonly subject: string;
  readonly message: string;
  readonly code: string | null;
  /** Where in a file, when it is known; line and column from 1. */
  readonly place: { readonly file: string; readonly line: number; readonly col: number } | null;
  readonly hint: string | null;
}

/** A finding without a place. */
export function finding(
  status: Finding['status'],
  subject: string,
  message: string,
  code: string | null = null,
): Finding {
  return { status, subject, message, code, place: null, hint: null };
}

/** The errors of a configuration, each with its place; or the one error that something else threw. */
export function configFindings(error: unknown): Finding[] {
  if (!(error instanceof ConfigError)) return [finding('error', 'config', messageOf(error), codeOf(error))];
  return error.problems.map(({ file, line, col, message, hint }) => ({
    status: 'error',
    subject: 'config',
    message,
    code: error.code,
    place: { file, line, col },
    hint: hint ?? null,
  }));
}

/** What can be said of the plugins without running them: bad manifests, bad settings files, requirements that are not met. */
export function pluginFindings({ plugins, broken, configuration }: Installation): Finding[] {
  const enabled = plugins.filter(({ manifest }) => configuration.enabled(manifest.name) ?? true);
  const { refused } = resolveGraph(new Map(enabled.map(({ manifest }) => [manifest.name, manifest])));
  return [
    ...broken.map(({ folder, error }) => finding('error', `plugin in ${folder}`, error.message, error.code)),
    ...plugins.map(({ manifest: { name, version } }) => {
      const subject = `plugin ${name}`;
      const refusal = refused.get(name);
      if (refusal) return finding('error', subject, refusal.message, refusal.code);
      const problem = settingsProblem(configuration, name);
      if (problem) return finding('error', subject, messageOf(problem), codeOf(problem));
      return finding('ok', subject, version + ((configuration.enabled(name) ?? true) ? '' : ', disabled'));
    }),
  ];
}

/** Findings as lines for people. */
export function formatFindings(findings: readonly Finding[], colour: boolean): string {
  const rows = findings.map(({ status, subject, message, place, hint }) => {
    const where = place && place.line > 0 ? `${place.file}:${place.line}:${place.col}: ` : '';
    return [status, subject, where + message + (hint ? ` (${hint})` : '')];
  });
  const text = formatColumns(rows);
  if (!colour) return text;
  return text
    .replace(/^error/gm, (word) => styleText('red', word))
    .replace(/^warning/gm, (word) => styleText('yellow', word));
}

function settingsProblem(configuration: Installation['configuration'], plugin: string): unknown {
  try {
    configuration.settingsOf(plugin);
    return undefined;
  } catch (error) {
    return error;
  }
}
