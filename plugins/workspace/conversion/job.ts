import { CodecError, type CodecErrorCode } from 'headframe/codec';
import type { Method } from '../value.ts';

/** What the worker is asked: a value, its parts in memory that is handed over, as one document of another method. */
export interface ConversionJob {
  readonly from: Method;
  readonly to: Method;
  readonly document: Uint8Array;
  readonly buffers: readonly Uint8Array[];
}

/** What the worker answers. `code` is the codec's; without one the worker itself is at fault. */
export type ConversionAnswer =
  | { readonly document: Uint8Array }
  | { readonly code: CodecErrorCode | undefined; readonly message: string };

/** The document, or the error, that an answer stands for. */
export function unwrap(answer: ConversionAnswer): Uint8Array {
  if ('document' in answer) return answer.document;
  throw answer.code ? new CodecError(answer.code, answer.message) : new Error(answer.message);
}

/** The answer that an error becomes. */
export function failure(error: unknown): ConversionAnswer {
  const code = error instanceof CodecError ? error.code : undefined;
  return { code, message: error instanceof Error ? error.message : String(error) };
}
