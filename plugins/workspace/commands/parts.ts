import type { Commands } from 'headframe';
import type { ItemRange } from '../items.ts';
import type { Parts } from '../parts/parts.ts';
import type { WireRanges } from '../slice.ts';
import type { Method } from '../value.ts';
import { METHOD, NAME } from './params.ts';
import { deliver } from './wire-value.ts';

const MAX_AXES = 32;
const MAX_DEPTH = 100;
/** Items in one answer. */
const MAX_ITEMS = 200;
const RANGE = { type: ['array', 'null'], items: { type: ['integer', 'null'] }, maxItems: 3 };
const PLACE = { type: 'integer', minimum: 0 };

/** Commands that answer with a part of a value, or with figures about it. */
export function registerPartCommands(commands: Commands, parts: Parts): void {
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
    handler: async ({ name, ranges, method }, { signal }) => {
      const { value, revision } = await parts.slice(name, ranges, method, signal);
      return { value: deliver(value, method), revision };
    },
  });
  commands.register<{ name: string; path: number[] } & ItemRange>({
    name: 'get_items',
    summary: `What a container holds, described without being sent, at most ${MAX_ITEMS} at once: {count, items, revision}`,
    role: 'read',
    params: [
      NAME,
      {
        name: 'path',
        summary: 'The way to a container within the value: the place of an item at each step.',
        schema: { type: 'array', items: PLACE, maxItems: MAX_DEPTH },
        default: [],
      },
      { name: 'start', summary: 'The first item.', schema: PLACE, default: 0 },
      { name: 'stop', summary: 'The first that is left out.', schema: PLACE, default: MAX_ITEMS },
    ],
    handler: async ({ name, path, start, stop }, { signal }) => {
      const range = { start, stop: Math.min(stop, start + MAX_ITEMS) };
      const { value, revision } = await parts.items(name, path, range, signal);
      return { ...value, revision };
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
      const { value, revision } = await parts.statistics(name, columns ?? undefined);
      return { columns: value, revision };
    },
  });
}
