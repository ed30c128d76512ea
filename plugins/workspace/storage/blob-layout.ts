/** A stretch of a file: bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Where a value's document and buffers stand in its file, and the file's size. */
export interface BlobLayout {
  readonly size: number;
  readonly document: Place;
  readonly buffers: readonly Place[];
}

/** Buffers begin at multiples of this, so that they can be mapped. */
export const PAGE_BYTES = 4096;

/** The layout that the host gives to a value: the document, then each buffer at the next page. */
export function layOut(document: number, buffers: readonly number[]): BlobLayout {
  let end = document;
  const places = buffers.map((length): Place => {
    const offset = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    if (length > 0) end = offset + length;
    return { offset, length };
  });
  return { size: end, document: { offset: 0, length: document }, buffers: places };
}

/** Bytes of the document and the buffers together. */
export function contentSize({ document, buffers }: BlobLayout): number {
  return buffers.reduce((sum, { length }) => sum + length, document.length);
}

/** Whether two values of these layouts could be the same. */
export function sameLengths(a: BlobLayout, b: BlobLayout): boolean {
  return (
    a.document.length === b.document.length &&
    a.buffers.length === b.buffers.length &&
    a.buffers.every(({ length }, index) => length === b.buffers[index]?.length)
  );
}
