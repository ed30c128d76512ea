import { type Found, foundOn, readFound } from '../long/breaks/results.ts';
import { LONG_COMMANDS, type LongCommand } from '../long/commands.ts';
import { type Figure, readFigures } from '../long/figures.ts';
import { guaranteeOf } from './breaks/break.ts';
import { BREAKS } from './breaks/index.ts';
import type { Guarantee } from './guarantee.ts';
import { GUARANTEES } from './index.ts';

/** Where {@link guaranteesPage} is kept. */
export const GUARANTEES_FILE = 'docs/reference/guarantees.md';

/** The command that breaks the guarantees. */
const BREAKING = 'breaks';

const HEAD = `# Guarantees

What holds of security (S), limits (L) and reliability (R), which tests show it, and what the long tests said when they ran last. Generated from \`test/guarantees/\` and \`test/long/figures.json\` by \`node --import tsx scripts/guarantees.ts\`. \`npm test\` runs the tests, \`npm run test:guarantees\` these alone; \`npm run test:long\` runs the long ones, \`npm run test:long -- NAME\` one of them. \`npm run test:long -- breaks\` breaks each guarantee on purpose, in the ways that \`test/guarantees/breaks/\` lists, and looks whether a test notices.
`;

/** The page of the reference that lists the guarantees, as Markdown. */
export function guaranteesPage(): string {
  const figures = readFigures();
  return [HEAD, ...GUARANTEES.map((guarantee) => section(guarantee, figures))].join('\n');
}

function section({ id, what, shownBy, open }: Guarantee, figures: ReadonlyMap<string, Figure>): string {
  const tests = Object.entries(shownBy).flatMap(([file, titles]) => titles.map((title) => test(file, title)));
  const long = LONG_COMMANDS.filter(({ name, ids }) => name !== BREAKING && ids.includes(id)).map((one) =>
    longLine(one, figures),
  );
  const rest = open === undefined ? [] : [`- Not shown: ${open}`];
  return `## ${id}\n\n${what}\n\n${[...tests, ...long, brokenLine(id, readFound()), ...rest].join('\n')}\n`;
}

/** What a title computes is told by dots. */
function test(file: string, title: string): string {
  return `- [${file.replace(/^test\//, '')}](../../${file}): ${title.replace(/\$\{.*?\}/g, '…')}`;
}

/** In how many ways a guarantee is broken on purpose, and how many of them a test has noticed. */
function brokenLine(id: string, found: ReadonlyMap<string, Found>): string {
  const breaks = BREAKS.filter((one) => guaranteeOf(one) === id);
  const dates = breaks.flatMap((one) => foundOn(one, found) ?? []).sort();
  const result = dates.length === breaks.length ? 'all found' : `${dates.length} tried and found so far`;
  const ways = breaks.length === 1 ? '1 way' : `${breaks.length} ways`;
  return `- Broken on purpose in ${ways}: ${result}${dates.length > 0 ? ` (${dates[0]})` : ''}`;
}

function longLine({ name }: LongCommand, figures: ReadonlyMap<string, Figure>): string {
  const last = figures.get(name);
  if (!last) return `- \`npm run test:long -- ${name}\`: no figure yet`;
  const command = [name, ...(last.args.length > 0 ? [last.args.join(',')] : [])].join('=');
  const result = last.passed ? '' : ' **failed**:';
  return `- \`npm run test:long -- ${command}\`:${result} ${last.figure} (${last.date})`;
}
