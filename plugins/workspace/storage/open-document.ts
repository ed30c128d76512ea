import type { ByteSource } from 'headframe/codec';
import type { BlobReference } from './blob-value.ts';
import type { FileSystem } from './file-system.ts';
import { readWhole } from './whole.ts';

/** A document that is read piece by piece, until it is closed. `read` throws `STORAGE_DAMAGED`. */
export interface OpenDocument extends ByteSource {
  close(): void;
}

/** One that is in memory already. */
export function documentInMemory(document: Uint8Array): OpenDocument {
  const { length } = document;
  return {
    length,
    read: (into, position) => into.set(document.subarray(position, position + into.length)),
    close: () => undefined,
  };
}

/** One that is read from a blob's file, open as `fd`; `damaged` tells of what its reading throws. */
export function documentInFile(
  files: FileSystem,
  fd: number,
  { layout: { document } }: BlobReference,
  damaged: (error: unknown) => Error,
): OpenDocument {
  return {
    length: document.length,
    read: (into, position) => {
      try {
        if (readWhole(files, fd, into, document.offset + position) < into.length)
          throw new Error('it ends too early');
      } catch (error) {
        throw damaged(error);
      }
    },
    close: () => files.close(fd),
  };
}
