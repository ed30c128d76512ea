import { defineErrors, type ErrorEntry, HeadframeError } from 'headframe';
import { STORAGE_ERRORS } from './storage/errors.ts';

const TABLE = {
  BLOB_REFUSED: {
    summary: 'A file that a client wrote is not what it is said to be.',
    fix: 'Write a regular file of your own into the folder of blobs, and give its size and layout as they are.',
  },
  BAD_NAME: {
    summary: 'A variable cannot have this name.',
    fix: 'Use a Python identifier of at most 128 characters.',
  },
  BAD_VALUE: {
    summary: 'The value is not what the operation or its type asks for.',
    fix: 'Compare the value with what the message names.',
  },
  CONFLICT: {
    summary: 'The variable is no longer at the revision that the write was based on.',
    fix: 'Read the variable again and repeat the change on what is there now.',
  },
  LOCKED: {
    summary: 'Another session holds a lock on the variable.',
    fix: 'Wait until it is unlocked or its lease ends; get_metadata shows both.',
  },
  NEEDS_LONG_CONNECTION: {
    summary: 'A lock was asked for on a connection that ends with the answer.',
    fix: 'Ask for it on a long connection.',
  },
  NOT_FOUND: {
    summary: 'There is no such variable.',
    fix: 'List the names; the recycle bin has deleted ones.',
  },
  PICKLE_REFUSED: {
    summary: "The workspace's policy does not take this pickle.",
    fix: 'Send typed JSON, or change the setting workspace.pickle.',
  },
  RESERVED: {
    summary: 'The name belongs to a built-in type.',
    fix: 'Choose another name.',
  },
  TOO_MANY: {
    summary: 'There is no room for more of these.',
    fix: 'Delete some, or raise the setting named.',
  },
  VETOED: { summary: 'A plugin refused the write.', fix: 'See the reason in the message.' },
} as const satisfies Record<string, ErrorEntry>;

/** The codes that the workspace adds to the host's; those of the codec (`BAD_PICKLE`, …) come beside them. */
export type WorkspaceErrorCode =
  | keyof typeof TABLE
  | 'TOO_LARGE'
  | 'DUPLICATE'
  | 'BAD_ARGUMENT'
  | 'CANCELLED'
  | 'TIMEOUT';

/** Makes the workspace's codes known, each with what to do about it. */
export function defineWorkspaceErrors(): void {
  defineErrors(TABLE);
  defineErrors(STORAGE_ERRORS);
}

/** An error of the workspace. `data` holds JSON values. */
export function workspaceError(
  code: WorkspaceErrorCode,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): HeadframeError {
  return new HeadframeError(code, message, { data });
}

/** `NOT_FOUND`, in PyMiner's words. */
export function notFound(name: string): HeadframeError {
  return workspaceError('NOT_FOUND', `variable ${name} not found!`, { name });
}
