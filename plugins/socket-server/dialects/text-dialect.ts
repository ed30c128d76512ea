import type { AnswerPart } from 'headframe/codec';
import type { Entries } from '../result-entries.ts';
import type { AnswerTable } from './answers.ts';

/** What tells PyMiner's two text dialects apart, once a connection is established. */
export interface TextDialect {
  readonly name: string;
  readonly answers: AnswerTable;
  /** Writes an answer as the dialect's clients can read it. */
  encode(entries: Entries): Iterable<AnswerPart>;
}
