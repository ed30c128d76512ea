import { notFound, workspaceError } from '../errors.ts';
import { checkName } from '../name.ts';
import type { Author, Store } from '../store.ts';
import type { Variable } from '../variable.ts';

/** Throws what keeps an author from changing a name: `BAD_NAME`, `RESERVED`, `LOCKED`, `CONFLICT`. */
export function checkChange(store: Store, name: string, author: Author, ifRevision?: number): void {
  // What names a variable can name one.
  if (!store.variables.has(name)) checkName(name);
  if (store.types.has(name)) throw workspaceError('RESERVED', `${name} is the name of a type`, { name });
  store.locks.check(name, author.session);
  if (ifRevision !== undefined) checkRevision(store, name, ifRevision);
}

/** The variable, or `NOT_FOUND`; first throws what keeps the author from changing it. */
export function changeable(store: Store, name: string, author: Author, ifRevision?: number): Variable {
  checkChange(store, name, author, ifRevision);
  const variable = store.variables.get(name);
  if (!variable) throw notFound(name);
  return variable;
}

/** Throws `TOO_LARGE` for a value of more bytes than one may have. */
export function checkValueSize(store: Store, name: string, size: number): void {
  const { maxValueBytes } = store.limits;
  if (size <= maxValueBytes) return;
  const message = `${name} has ${size} bytes; a value may have ${maxValueBytes} (workspace.max_value_bytes)`;
  throw workspaceError('TOO_LARGE', message, { name, size, limit: maxValueBytes });
}

/** Throws `TOO_LARGE` or `TOO_MANY` when the store would grow beyond its limits. */
export function checkRoom(store: Store, moreBytes: number, moreVariables: number): void {
  const { maxTotalBytes, maxVariables } = store.limits;
  if (moreVariables > 0 && store.variables.size + moreVariables > maxVariables) {
    throw workspaceError(
      'TOO_MANY',
      `the workspace holds ${maxVariables} variables at most (workspace.max_variables)`,
    );
  }
  if (moreBytes > 0 && store.totalBytes + moreBytes > maxTotalBytes) {
    throw workspaceError(
      'TOO_LARGE',
      `the values would exceed ${maxTotalBytes} bytes together (workspace.max_total_bytes, at most half the memory)`,
    );
  }
}

/** 0 stands for "does not exist". */
function checkRevision(store: Store, name: string, expected: number): void {
  const variable = store.variables.get(name);
  const actual = variable?.revision ?? 0;
  if (actual === expected) return;
  const state = variable ? `at revision ${actual}, by ${variable.provider}` : 'not there';
  const wanted = expected === 0 ? 'was not to exist' : `was expected at revision ${expected}`;
  throw workspaceError('CONFLICT', `${name} ${wanted}, and is ${state}`, {
    name,
    expected,
    actual,
    provider: variable?.provider ?? null,
  });
}
