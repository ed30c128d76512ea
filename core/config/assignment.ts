import { HeadframeError, messageOf } from '../errors.ts';
import type { Catalogue } from './catalogue.ts';
import type { ConfigProblem } from './config-error.ts';
import { type JsonObject, jsonProblem, type Path, withValue } from './json.ts';
import type { Layer, ProblemPlace, Source } from './layer.ts';
import { resolveSettingPath } from './setting-path.ts';
import { toPointer } from './tree.ts';

/** A value for one place of the configuration, from outside the files. */
export interface Assignment {
  readonly source: Source;
  /** What people recognise it by; never its value. */
  readonly label: string;
  /** Whether it can be resolved only when the plugins are known. */
  readonly deferred: boolean;
  /** Finds its place and reads its value. Throws `SETTING_UNKNOWN`, `SETTING_INVALID`, `IO_FAILED`. */
  resolve(catalogue: Catalogue): Resolved;
}

/** An assignment whose place and value are known. */
export interface Resolved {
  readonly path: Path;
  readonly value: unknown;
}

/** A value that a program gives for a place of the configuration. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Reads `a.b=JSON`; what is no JSON is a text. Throws `BAD_ARGUMENT` without `=`. */
export function parseFlag(flag: string): Assignment {
  const split = flag.indexOf('=');
  if (split <= 0)
    throw new HeadframeError('BAD_ARGUMENT', '--set takes NAME=VALUE, such as --set socket-server.port=0');
  const name = flag.slice(0, split);
  const text = flag.slice(split + 1);
  return {
    source: 'flag',
    label: `--set ${name}`,
    deferred: !/^(\$schema|dataDir|pluginDirs|log)(\.|$)/.test(name),
    resolve: (catalogue) => {
      const path = resolveSettingPath(name, catalogue);
      return { path, value: readText(text, path, catalogue) };
    },
  };
}

/** An override as an assignment. */
export function asAssignment({ path, value }: Override): Assignment {
  const name = path.join('.');
  return {
    source: 'flag',
    label: `override of ${name}`,
    deferred: path[0] === 'plugins',
    resolve: () => {
      const problem = jsonProblem(value);
      if (problem) throw new HeadframeError('SETTING_INVALID', `${name} ${problem}`);
      return { path, value };
    },
  };
}

/** The value that a text stands for: JSON where it is some and the place wants it, else the text itself. */
export function readText(text: string, path: Path, catalogue: Catalogue): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not every text is JSON: `debug` is as good as `"debug"`.
    return text;
  }
  if (catalogue.wantsText(path, parsed, text)) return text;
  const problem = jsonProblem(parsed);
  if (problem) throw new HeadframeError('SETTING_INVALID', `the value ${problem}`);
  return parsed;
}

/** Resolves assignments of one source into a layer; those that cannot be are problems. */
export function assignedLayer(
  source: Source,
  assignments: readonly Assignment[],
  catalogue: Catalogue,
  problems: ConfigProblem[],
): Layer {
  const labels: { label: string; path: Path }[] = [];
  let value: JsonObject = {};
  for (const assignment of assignments) {
    try {
      const resolved = assignment.resolve(catalogue);
      labels.push({ label: assignment.label, path: resolved.path });
      value = withValue(value, resolved.path, resolved.value);
    } catch (error) {
      problems.push(problemOf(assignment.label, '', messageOf(error), undefined));
    }
  }
  const labelOf = (path: Path): string =>
    labels.findLast((one) => one.path.every((key, index) => index >= path.length || key === path[index]))
      ?.label ?? source;
  return {
    source,
    value,
    problem: ({ path, message, hint }: ProblemPlace) =>
      problemOf(labelOf(path), toPointer(path), message, hint),
  };
}

function problemOf(file: string, pointer: string, message: string, hint: string | undefined): ConfigProblem {
  return { message, file, line: 0, col: 0, pointer, frame: '', hint };
}
