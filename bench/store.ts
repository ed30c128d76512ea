/**
 * What the workspace costs against its number of variables: what concerns one variable should stay
 * flat, what concerns all should grow with their number, no faster.
 *
 *     node --import tsx bench/store.ts [--json]
 */
import { fileURLToPath } from 'node:url';
import { encodePickle } from 'headframe/codec';
import { kindOf } from '../plugins/workspace/description.ts';
import { createFilter, type MetadataFilter } from '../plugins/workspace/filter.ts';
import { createHooks } from '../plugins/workspace/hooks.ts';
import { deleteVariables } from '../plugins/workspace/operations/delete.ts';
import { travel } from '../plugins/workspace/operations/travel.ts';
import { Store } from '../plugins/workspace/store.ts';
import { Workspace } from '../plugins/workspace/workspace.ts';
import { isJson, printFinding } from './report.ts';

const COUNTS = [1000, 10_000, 100_000];
const AUTHOR = { provider: 'bench' };
const OPERATIONS = 5000;
const LIMITS = {
  history: 15,
  recycleBin: 1000,
  historyBytes: 2 ** 28,
  maxVariables: 200_000,
  maxValueBytes: 2 ** 30,
  maxTotalBytes: 2 ** 34,
  changes: 65_536,
};

/** One line of the table: a cost for each count, and whether it is of one operation or of one variable. */
interface Line {
  readonly what: string;
  readonly unit: 'µs an operation' | 'ns a variable';
  readonly costs: number[];
}

const lines = new Map<string, Line>();

function note(what: string, unit: Line['unit'], cost: number): void {
  const line = lines.get(what) ?? { what, unit, costs: [] };
  line.costs.push(cost);
  lines.set(what, line);
}

/** Processor time of the best of some rounds, in ms: what else the machine does matters less so. */
async function best(rounds: number, run: (round: number) => unknown): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    await run(round);
    const { user, system } = process.cpuUsage(before);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}

async function measure(count: number): Promise<void> {
  const store = new Store(LIMITS);
  const workspace = new Workspace(store, createHooks(), () => 'any');
  const pickles = Array.from({ length: 64 }, (_, index) => encodePickle([index, 'text', { a: index / 7 }]));
  const pickleOf = (index: number) => ({
    method: 'pickle' as const,
    document: pickles[index % pickles.length] ?? new Uint8Array(),
    buffers: [],
  });
  for (let index = 0; index < count; index++) {
    await workspace.write([{ name: `variable_${index}`, value: pickleOf(index) }], AUTHOR);
  }
  const names = [...store.variables.keys()];
  const pick = (index: number): string => names[(index * 7919) % count] ?? '';
  const perOperation = async (what: string, run: (index: number) => unknown): Promise<void> => {
    const ms = await best(5, async (round) => {
      for (let index = 0; index < OPERATIONS; index++) await run(round * OPERATIONS + index);
    });
    note(what, 'µs an operation', (ms * 1000) / OPERATIONS);
  };
  const perVariable = async (what: string, run: () => unknown): Promise<void> => {
    note(what, 'ns a variable', ((await best(5, run)) * 1e6) / count);
  };
  await perOperation('read', (index) => store.variables.get(pick(index))?.history.current.value);
  await perOperation('overwrite', (index) =>
    workspace.write([{ name: pick(index), value: pickleOf(index + 1) }], AUTHOR),
  );
  await perOperation('undo', (index) => {
    const change = { name: pick(index), direction: 'undo', steps: 1 } as const;
    return workspace.change(() => travel(store, change, AUTHOR));
  });
  await perOperation('create and delete', async (index) => {
    await workspace.write([{ name: 'fresh', value: pickleOf(index) }], AUTHOR);
    await workspace.change(() => deleteVariables(store, [{ name: 'fresh' }], AUTHOR));
  });
  await perOperation('changes since 100 ago', () => store.changes.since(store.changes.revision - 100, 100));
  const filtered = (filter: MetadataFilter) => () => {
    const passes = createFilter(filter);
    return [...store.variables.values()].filter(passes).length;
  };
  for (const { history } of store.variables.values()) kindOf(history.current);
  await perVariable('list the names', () => [...store.variables.keys()].length);
  await perVariable('filter by provider', filtered({ provider: 'bench' }));
  await perVariable('filter by pattern', filtered({ name: '*_9*' }));
  await perVariable('filter by kind, once found', filtered({ kind: 'sequence' }));
  if (store.variables.size !== count)
    throw new Error(`${store.variables.size} variables are left of ${count}`);
}

/** The largest count beside the smallest. */
function printFindings(): void {
  const [least, most] = [COUNTS[0], COUNTS.at(-1)];
  for (const { what, unit, costs } of lines.values()) {
    const label = `${what}, ${unit === 'ns a variable' ? 'a thousand of ' : 'one of '}${most} variables`;
    const values = { ours: costs.slice(-1), theirs: costs.slice(0, 1) };
    printFinding({ label, unit: 'µs', peer: `of ${least}`, ...values });
  }
}

/** The table, and by how much the largest count costs more than the smallest. */
function print(): void {
  const head = COUNTS.map((count) => String(count).padStart(10)).join('');
  process.stdout.write(
    `${'variables'.padEnd(30)}${head}   ×${(COUNTS.at(-1) ?? 0) / (COUNTS[0] ?? 1)} costs\n`,
  );
  for (const { what, unit, costs } of lines.values()) {
    const cells = costs.map((cost) => cost.toFixed(cost < 100 ? 2 : 0).padStart(10)).join('');
    const ratio = (costs.at(-1) ?? 0) / (costs[0] ?? 1);
    process.stdout.write(`${what.padEnd(30)}${cells}   ×${ratio.toFixed(2)}  ${unit}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const count of COUNTS) await measure(count);
  if (isJson) printFindings();
  else print();
}
