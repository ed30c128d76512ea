import type { WriteOptions } from './change-options.ts';
import { checkName } from './name.ts';
import { checkValueSize } from './operations/check.ts';
import type { Written } from './operations/write.ts';
import { contentSize, layOut } from './storage/blob-layout.ts';
import { BlobValue } from './storage/blob-value.ts';
import type { BlobWriter } from './storage/blob-writer.ts';
import { BLOB_BYTES, type Storage } from './storage/storage.ts';
import type { Method } from './value.ts';
import type { Workspace } from './workspace.ts';

/** A value that is about to come, and the variable that it is for. Lengths in bytes. */
export interface ComingValue {
  readonly name: string;
  readonly method: Method;
  readonly document: number;
  readonly buffers: readonly number[];
}

/**
 * A value that goes to its file as it comes, instead of to memory: its document, then its buffers. It is checked
 * and becomes its variable's when all of it has come.
 */
export class IncomingBlob {
  readonly #workspace: Workspace;
  readonly #storage: Storage;
  readonly #writer: BlobWriter;
  readonly #name: string;
  readonly #options: WriteOptions;

  constructor(
    workspace: Workspace,
    storage: Storage,
    { name, method, document, buffers }: ComingValue,
    options: WriteOptions,
  ) {
    const layout = layOut(document, buffers);
    const size = contentSize(layout);
    checkName(name);
    // All else may have changed when it has come.
    checkValueSize(workspace.store, name, size);
    this.#workspace = workspace;
    this.#storage = storage;
    this.#name = name;
    this.#options = options;
    this.#writer = storage.blobs.begin(method, layout);
  }

  /** Takes the next bytes, which are the caller's again when it returns. Does not throw: `finish` tells what went wrong. */
  write(bytes: Uint8Array): void {
    this.#writer.write(bytes);
  }

  /** The rest will not come: nothing is left of it. */
  abort(): void {
    this.#writer.abort();
  }

  /** All has come: writes the variable. Throws as `Interface.write`. */
  async finish(): Promise<Written> {
    const { blobs } = this.#storage;
    const blob = blobs.complete(this.#writer);
    try {
      const known = await this.#known(blob);
      try {
        return await this.#write(known ?? blob);
      } finally {
        if (known) this.#storage.release(known);
      }
    } finally {
      this.#storage.release(blob);
    }
  }

  async #write(value: BlobValue): Promise<Written> {
    const { ifRevision, info, ...author } = this.#options;
    const request = { name: this.#name, value, ifRevision, info };
    const written = await this.#workspace.write([request], author);
    return written.get(this.#name) ?? { revision: 0, changed: false };
  }

  /** The variable's value, held, when it has the very same bytes. */
  async #known(blob: BlobValue): Promise<BlobValue | undefined> {
    const value = this.#workspace.store.variables.get(this.#name)?.history.current.value;
    if (!(value instanceof BlobValue)) return undefined;
    this.#storage.hold(value);
    try {
      if (await this.#storage.blobs.areSame(value, blob)) {
        this.#storage.hold(value);
        return value;
      }
      return undefined;
    } finally {
      this.#storage.release(value);
    }
  }
}

/** Begins a value that is large enough for a file; nothing for another one, or when it is to stay in memory. Throws as `Interface.beginBlob`. */
export function beginBlob(
  workspace: Workspace,
  coming: ComingValue,
  options: WriteOptions,
): IncomingBlob | undefined {
  const { storage } = workspace;
  const size = coming.buffers.reduce((sum, length) => sum + length, coming.document);
  if (!storage || options.level === 'volatile' || size < BLOB_BYTES) return undefined;
  return new IncomingBlob(workspace, storage, coming, options);
}
