import type { Commands } from 'headframe';
import { nativeDocument } from '../convert.ts';
import type { Interface } from '../interface.ts';
import type { WireRanges } from '../slice.ts';
import type { Method } from '../value.ts';
import { METHOD, NAME } from './params.ts';
import { deliver } from './wire-value.ts';

const MAX_AXES = 32;
const RANGE = { type: ['array', 'null'], items: { type: ['integer', 'null'] }, maxItems: 3 };

/** Commands that answer with a part of a value, or with figures about it. */
export function registerPartCommands(commands: Commands, workspace: Interface): void {
  commands.register<{ name: string; ranges: WireRanges; method: Method }>({
    name: 'get_slice',
    summary: 'A part of an array, table, sequence, text or mapping: {value, revision}',
    role: 'read',
    params: [
      NAME,
      {
        name: 'ranges',
        summary: "[start, stop, step] an axis, as in Python's slices; null for all of it.",
        schema: { type: 'array', items: RANGE, maxItems: MAX_AXES },
      },
      METHOD,
    ],
    handler: ({ name, ranges, method }) => {
      const { value, revision } = workspace.getSlice(name, ranges);
      return { value: deliver(nativeDocument(value, method), method), revision };
    },
  });
  commands.register<{ name: string; columns: string[] | null }>({
    name: 'get_statistics',
    summary: 'Count, missing, min, max, mean, quantiles and histogram: {columns, revision}',
    role: 'read',
    params: [
      NAME,
      {
        name: 'columns',
        summary: "A table's columns; null for all.",
        schema: { type: ['array', 'null'], items: { type: 'string' } },
        default: null,
      },
    ],
    handler: async ({ name, columns }) => {
      const { value, revision } = await workspace.getStatistics(name, columns ?? undefined);
      return { columns: value, revision };
    },
  });
}
