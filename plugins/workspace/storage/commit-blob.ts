import { join } from 'node:path';
import { codeOf, HeadframeError, messageOf } from 'headframe';
import { workspaceError } from '../errors.ts';
import type { Method } from '../value.ts';
import { BLOB_ID, type BlobFiles } from './blob-files.ts';
import { type BlobLayout, contentSize, PAGE_BYTES, type Place } from './blob-layout.ts';
import type { BlobReference } from './blob-value.ts';
import { type FileState, type FileSystem, OPEN } from './file-system.ts';
import { using } from './whole.ts';

const SEALED_MODE = 0o400;
const WRITABLE_BY_OTHERS = 0o022;
const SUFFIX = '.tmp';
const MAX_BUFFERS = 100_000;

/** What a client says of a file that it has written. */
export interface CommittedLayout extends BlobLayout {
  readonly method: Method;
}

/**
 * Takes over a file that a client of the same user has written into the folder of blobs: checks that it is
 * what it is said to be, gives it a name of the host's choosing, and seals it. Nothing is followed: no
 * link, no path, no FIFO. Throws `BLOB_REFUSED`, and `TOO_LARGE`; the file stays as it was then.
 *
 * Notes: that a program of the same user changes the bytes afterwards cannot be kept from happening; one
 * user is one domain of trust. Its size is compared again whenever a place in it is given out.
 */
export function takeBlob(
  files: FileSystem,
  blobs: BlobFiles,
  temporaryName: string,
  layout: CommittedLayout,
): BlobReference {
  checkLayout(layout);
  const name = temporaryName.endsWith(SUFFIX) ? temporaryName.slice(0, -SUFFIX.length) : '';
  if (!BLOB_ID.test(name)) throw refused(temporaryName, 'a temporary file is called [0-9a-z]+.tmp');
  const path = join(blobs.folder, temporaryName);
  const id = blobs.newId();
  try {
    using(files, files.open(path, OPEN.foreign), (fd) => {
      const state = files.state(fd);
      checkState(temporaryName, state, layout.size);
      files.rename(path, blobs.path(id));
      const named = files.stateOf(blobs.path(id));
      if (named.ino !== state.ino || named.dev !== state.dev) {
        throw refused(temporaryName, 'it was exchanged while it was looked at');
      }
      files.setMode(fd, SEALED_MODE);
    });
  } catch (error) {
    if (error instanceof HeadframeError) throw error;
    throw refused(temporaryName, `${messageOf(error)} (${codeOf(error)})`);
  }
  const { method, size, document, buffers } = layout;
  return { method, id, layout: { size, document, buffers }, crc: undefined };
}

function checkState(name: string, state: FileState, size: number): void {
  if (!state.isFile()) throw refused(name, 'it is no regular file');
  if (state.uid !== process.getuid?.()) throw refused(name, 'it belongs to another user');
  if ((state.mode & WRITABLE_BY_OTHERS) !== 0) throw refused(name, 'others than its user may write to it');
  if (state.nlink !== 1) throw refused(name, 'it has another name, too');
  if (state.size !== size) throw refused(name, `it has ${state.size} bytes instead of ${size}`);
}

/** The parts come one after the other, buffers at whole pages, and all of them inside the file. */
function checkLayout(layout: CommittedLayout): void {
  const { size, document, buffers, method } = layout;
  const bad = (what: string): never => {
    throw workspaceError('BAD_ARGUMENT', `the layout of the file ${what}`);
  };
  if (method !== 'pickle' && method !== 'json') bad('has no known method');
  if (buffers.length > MAX_BUFFERS) bad(`has more than ${MAX_BUFFERS} buffers`);
  let end = 0;
  for (const place of [document, ...buffers]) {
    if (!isPlace(place)) bad('has a place that is none');
    if (place.length === 0) continue;
    if (place.offset < end) bad('has places that overlap, or that are not in order');
    end = place.offset + place.length;
  }
  if (buffers.some(({ offset }) => offset % PAGE_BYTES !== 0)) bad('has a buffer that begins inside a page');
  if (!Number.isSafeInteger(size) || end > size || contentSize(layout) === 0) bad('reaches beyond the file');
}

function isPlace({ offset, length }: Place): boolean {
  return Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
}

function refused(name: string, why: string): HeadframeError {
  return workspaceError('BLOB_REFUSED', `the file ${JSON.stringify(name)} is not taken: ${why}`, { name });
}
