/**
 * The second gate of coverage, beside the totals that `.c8rc.json` asks for: of some files the tests run every line.
 *
 * `node --import tsx scripts/coverage-gate.ts` prints what they do not run, by the report of the run before.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { WHOLLY_COVERED } from './wholly-covered.ts';

/** What c8's `json` reporter writes (istanbul's format): by file, where its statements stand, and how often each ran. */
type CoverageReport = Readonly<Record<string, FileCoverage>>;

interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
}

/** Where the report of a run stands, and which files of which folder must be in it. */
export interface CoverageGateOptions {
  readonly report?: string;
  readonly folder?: string;
  /** Files, and folders with a slash at the end, from `folder` on. */
  readonly covered?: readonly string[];
}

/**
 * A line for each file of which some line was not run, such as `codec/json/reader.ts: 12-14, 20`. A file that no test
 * loaded is among them, unless it holds types alone.
 */
export function coverageGaps({
  report = 'coverage/coverage-final.json',
  folder = process.cwd(),
  covered = WHOLLY_COVERED,
}: CoverageGateOptions = {}): string[] {
  const files = new Map(
    Object.entries(JSON.parse(readFileSync(report, 'utf8')) as CoverageReport).map(([path, file]) => [
      relative(folder, path).replaceAll(sep, '/'),
      file,
    ]),
  );
  return covered
    .flatMap((path) => sourcesOf(folder, path))
    .flatMap((path) => {
      const file = files.get(path);
      if (!file) return hasCode(join(folder, path)) ? [`${path}: no test loads it`] : [];
      const lines = linesNotRun(file);
      return lines.length > 0 ? [`${path}: ${inRanges(lines)}`] : [];
    });
}

function sourcesOf(folder: string, path: string): string[] {
  if (!path.endsWith('/')) return [path];
  return readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${path}${file.replaceAll(sep, '/')}`)
    .sort();
}

/** False for a file of types, which nothing loads. */
function hasCode(path: string): boolean {
  return transformSync(readFileSync(path, 'utf8'), { loader: 'ts' }).code.trim() !== '';
}

/** A line runs as often as that of its statements that runs most often. */
function linesNotRun({ statementMap, s }: FileCoverage): number[] {
  const runs = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap)) {
    runs.set(start.line, Math.max(runs.get(start.line) ?? 0, s[id] ?? 0));
  }
  return [...runs].flatMap(([line, count]) => (count === 0 ? [line] : [])).sort((a, b) => a - b);
}

/** `1-3, 7` for 1, 2, 3 and 7. */
function inRanges(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const gaps = coverageGaps();
  for (const gap of gaps) console.error(`not run: ${gap}`);
  process.exitCode = gaps.length > 0 ? 1 : 0;
}
