import { codeOf, type ErrorEntry, HeadframeError, messageOf } from 'headframe';

/** The storage's codes. */
export const STORAGE_ERRORS = {
  DISK_FULL: {
    summary: 'There is no room left on the disk for a change, which was not made.',
    fix: 'Free some space, or delete variables; everything written before is safe.',
  },
  STORAGE_CORRUPT: {
    summary: "The workspace's files are damaged in a place that had been written safely.",
    fix: 'Run `headframe doctor --storage`; bring back the files from a backup, or move the folder away to begin anew. Nothing was changed.',
    exitCode: 69,
  },
  STORAGE_DAMAGED: {
    summary: "A value's file is missing or is not what was written.",
    fix: 'Run `headframe doctor --storage`; undo may reach an earlier value.',
  },
  STORAGE_FAILED: {
    summary: 'The disk has failed, and nothing more is written until the workspace is started again.',
    fix: 'See the first error in the log; check the disk, then restart the host.',
  },
  STORAGE_GONE: {
    summary: 'A value was to be read whose file has gone: no revision holds it any more.',
    fix: "Read the variable again. In a plugin, `load` a large value before its variable may change, or use it before the hook's tap ends.",
  },
  STORAGE_NEWER: {
    summary: "The workspace's files were written by a newer version.",
    fix: 'Use that version again; nothing was changed.',
    exitCode: 69,
  },
} as const satisfies Record<string, ErrorEntry>;

/** The codes that the storage raises. */
export type StorageErrorCode = keyof typeof STORAGE_ERRORS | 'IO_FAILED';

/** An error of the storage. `data` holds JSON values. */
export function storageError(
  code: StorageErrorCode,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): HeadframeError {
  return new HeadframeError(code, message, cause === undefined ? { data } : { data, cause });
}

/** What a file operation threw, as a coded error: `DISK_FULL` or `IO_FAILED`. */
export function fileError(what: string, error: unknown): HeadframeError {
  if (error instanceof HeadframeError) return error;
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error));
  return storageError(full ? 'DISK_FULL' : 'IO_FAILED', `${what}: ${messageOf(error)}`, {}, error);
}

/** `STORAGE_CORRUPT`, with the file and the place in it. */
export function corrupt(file: string, offset: number, what: string): HeadframeError {
  return storageError('STORAGE_CORRUPT', `${file}, byte ${offset}: ${what}`, { file, offset });
}
