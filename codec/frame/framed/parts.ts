/** A value's document and buffers. */
export interface ValueParts {
  readonly document: Buffer;
  readonly buffers: readonly Buffer[];
}

const NO_BUFFERS: readonly Buffer[] = [];

/**
 * Takes a payload apart into views: a document and its buffers stand one after the other, from `at` on, without
 * gaps. The caller has checked that the lengths fit.
 */
export function cutParts(
  payload: Buffer,
  { document, buffers }: { readonly document: number; readonly buffers: readonly number[] },
  at = 0,
): ValueParts {
  const end = at + document;
  // Nearly all values are one document, which a view would only wrap.
  const first = document === payload.length ? payload : payload.subarray(at, end);
  return { document: first, buffers: buffers.length === 0 ? NO_BUFFERS : cutBuffers(payload, buffers, end) };
}

function cutBuffers(payload: Buffer, lengths: readonly number[], at: number): Buffer[] {
  let from = at;
  return lengths.map((length) => {
    from += length;
    return payload.subarray(from - length, from);
  });
}
