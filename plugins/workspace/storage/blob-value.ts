import type { Method, StoredValue } from '../value.ts';
import type { BlobLayout } from './blob-layout.ts';
import type { OpenDocument } from './open-document.ts';

/** What a record says of a value that is a file of its own. */
export interface BlobReference {
  readonly method: Method;
  /** The file's name. */
  readonly id: string;
  readonly layout: BlobLayout;
  /** CRC-32 of the document and the buffers in order; absent for a file that a client wrote. */
  readonly crc: number | undefined;
}

/** Where the content of blobs is read. All throw, or reject with, `STORAGE_DAMAGED`. */
export interface ContentSource {
  documentOf(blob: BlobReference): Uint8Array;
  buffersOf(blob: BlobReference): readonly Uint8Array[];
  openDocument(blob: BlobReference): OpenDocument;
  loadDocument(blob: BlobReference): Promise<Uint8Array>;
}

/**
 * A value that is an immutable file. It takes no memory until its document or buffers are asked for, and
 * then only as long as they are used, or fit into a cache.
 *
 * Notes: the first access reads the file, which for a large one takes as long as copying it: whoever can
 * wait calls `load` of the workspace's interface first. Throws `STORAGE_DAMAGED` on access.
 */
export class BlobValue implements StoredValue, BlobReference {
  readonly method: Method;
  readonly id: string;
  readonly layout: BlobLayout;
  readonly crc: number | undefined;
  readonly #source: ContentSource;

  constructor({ method, id, layout, crc }: BlobReference, source: ContentSource) {
    this.method = method;
    this.id = id;
    this.layout = layout;
    this.crc = crc;
    this.#source = source;
  }

  get document(): Uint8Array {
    return this.#source.documentOf(this);
  }

  get buffers(): readonly Uint8Array[] {
    return this.#source.buffersOf(this);
  }

  /** The document, to be read piece by piece; the caller closes it. */
  openDocument(): OpenDocument {
    return this.#source.openDocument(this);
  }

  /** The document, read without keeping others waiting. */
  loadDocument(): Promise<Uint8Array> {
    return this.#source.loadDocument(this);
  }
}
