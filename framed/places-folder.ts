import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { isNetworkFileSystem } from 'headframe/codec';

/** Below the folder of the workspace's storage: docs/reference/data-plane.md. */
const BLOBS = 'blobs';
const VERSIONS = 'versions';

/** Where clients of the same user find values and revisions: absolute paths. */
export interface PlacesFolder {
  readonly directory: string;
  readonly versions: string;
}

/** By the storage's folder: whether its file system is one that places may be given out on. */
const checked = new Map<string, boolean>();

/**
 * Where values lie that clients may read as files; nothing when all is in memory, on a network file system,
 * where the proof would be no proof, or on a system without users.
 */
export function placesFolder(storageFolder: string | undefined): PlacesFolder | undefined {
  if (storageFolder === undefined || process.getuid === undefined) return undefined;
  let isLocal = checked.get(storageFolder);
  if (isLocal === undefined) {
    isLocal = process.platform !== 'linux' || !isNetworkFileSystem(statfsSync(storageFolder).type);
    checked.set(storageFolder, isLocal);
  }
  if (!isLocal) return undefined;
  return { directory: join(storageFolder, BLOBS), versions: join(storageFolder, VERSIONS) };
}
