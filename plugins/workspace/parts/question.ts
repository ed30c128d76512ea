import type { PyValue } from 'headframe/codec';
import { nativeDocument } from '../conversion/convert.ts';
import { type ItemRange, type Items, itemsOf } from '../items.ts';
import { slice, type WireRanges } from '../slice.ts';
import { type ColumnStatistics, statistics } from '../statistics.ts';
import type { Method } from '../value.ts';

/** What can be asked about a value: a part of it as a document, what a container holds, or figures. */
export type Question =
  | { readonly kind: 'slice'; readonly ranges: WireRanges; readonly method: Method }
  | { readonly kind: 'items'; readonly path: readonly number[]; readonly range: ItemRange }
  | { readonly kind: 'statistics'; readonly columns: readonly string[] | undefined };

/** By kind, what the answer is. */
export interface PartAnswers {
  readonly slice: Uint8Array;
  readonly items: Items;
  readonly statistics: readonly ColumnStatistics[];
}

/** An answer of any kind. */
export type PartAnswer = PartAnswers[keyof PartAnswers];

/** Answers a question about a value. Throws `BAD_VALUE`, `NOT_CONVERTIBLE`. */
export async function answer(value: PyValue, question: Question): Promise<PartAnswer> {
  switch (question.kind) {
    case 'slice':
      return nativeDocument(slice(value, question.ranges), question.method);
    case 'items':
      return itemsOf(value, question.path, question.range);
    case 'statistics':
      return statistics(value, question.columns);
  }
}
