/** A value's document and buffers. */
export interface ValueParts {
  readonly document: Buffer;
  readonly buffers: readonly Buffer[];
}

/**
 * Takes a payload apart into views: a document and its buffers stand one after the other, from `at` on, without
 * gaps. The caller has checked that the lengths fit.
 */
export function cutParts(
  payload: Buffer,
  { document, buffers }: { readonly document: number; readonly buffers: readonly number[] },
  at = 0,
): ValueParts {
  let from = at;
  const cut = (length: number): Buffer => {
    from += length;
    return payload.subarray(from - length, from);
  };
  return { document: cut(document), buffers: buffers.map(cut) };
}
