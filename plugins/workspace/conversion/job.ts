import type { PartAnswer, Question } from '../parts/question.ts';
import type { BlobReference } from '../storage/blob-value.ts';
import type { Method, StoredValue } from '../value.ts';

/** A value for a thread: its parts in memory that is handed over, or the file that it stands in, with its folder. */
export type Content = StoredValue | { readonly folder: string; readonly file: BlobReference };

/** What a thread is asked, by kind, and what it answers. */
export interface Jobs {
  /** The value as one document of another method. */
  convert: {
    readonly job: { readonly value: StoredValue; readonly to: Method };
    readonly answer: Uint8Array;
  };
  /** Decode a value and keep it under a number until that is dropped. */
  hold: { readonly job: { readonly key: number; readonly content: Content }; readonly answer: null };
  /** Something about the value that is kept under a number. */
  ask: { readonly job: { readonly key: number; readonly question: Question }; readonly answer: PartAnswer };
}

/** Has the thread forget what it keeps under a number; there is no answer. */
export interface DropMessage {
  readonly kind: 'drop';
  readonly key: number;
}

/** A job as it goes to the thread. */
export type JobMessage = {
  [K in keyof Jobs]: { readonly kind: K; readonly job: Jobs[K]['job'] };
}[keyof Jobs];

/** An error on its way out of the thread; without a code the thread itself is at fault. */
export interface Failure {
  readonly origin: 'codec' | 'workspace' | 'thread';
  readonly code: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the thread answers to each job. */
export type Answer = { readonly result: Jobs[keyof Jobs]['answer'] } | { readonly failure: Failure };
