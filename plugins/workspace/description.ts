import { type Kind, kindOfPickle } from 'headframe/codec';
import type { Revision } from './revision.ts';
import type { StoredValue } from './value.ts';

/** What is inside a value, found out without building it. */
export interface Description {
  readonly kind: Kind;
  /** The Python type that a reader gets, with its module unless that is `builtins`. */
  readonly type: string;
  readonly ndim?: number;
}

/** PyMiner's filters of names by the type of the value. */
export const PYMINER_TYPES = ['string', 'numeric', 'array', 'table'] as const;
export type PyMinerType = (typeof PYMINER_TYPES)[number];

/** Describes a revision, once. */
export function describe(revision: Revision): Description {
  revision.description ??= describeValue(revision.value);
  return revision.description;
}

/** Whether PyMiner counts a value among a type: a two-dimensional array is a table, too. */
export function isOfType({ kind, ndim }: Description, type: PyMinerType): boolean {
  return kind === type || (type === 'table' && kind === 'array' && ndim === 2);
}

/** Of typed JSON the first bytes tell: plain JSON by its first character, the rest by its tag. */
const HEAD_BYTES = 64;
const TAGGED: ReadonlyMap<string, Description> = new Map([
  ['ndarray', { kind: 'array', type: 'numpy.ndarray' }],
  ['dataframe', { kind: 'table', type: 'pandas.core.frame.DataFrame' }],
  ['series', { kind: 'series', type: 'pandas.core.series.Series' }],
]);

function describeValue({ method, document }: StoredValue): Description {
  if (method === 'json') return describeJson(document);
  const { kind, pythonType, ndim } = kindOfPickle(document);
  return ndim === undefined ? { kind, type: pythonType } : { kind, type: pythonType, ndim };
}

function describeJson(document: Uint8Array): Description {
  const head = Buffer.from(document.subarray(0, HEAD_BYTES)).toString('latin1').trimStart();
  const tag = /^\{\s*"\$type"\s*:\s*"([^"]*)"/.exec(head)?.[1];
  if (tag !== undefined) return TAGGED.get(tag) ?? { kind: 'object', type: tag };
  const first = head[0] ?? '';
  if (first === '{') return { kind: 'mapping', type: 'dict' };
  if (first === '[') return { kind: 'sequence', type: 'list' };
  if (first === '"') return { kind: 'string', type: 'str' };
  if (first === 'n') return { kind: 'none', type: 'NoneType' };
  if (first === 't' || first === 'f') return { kind: 'boolean', type: 'bool' };
  return { kind: 'numeric', type: /^-?\d+\s*$/.test(head) ? 'int' : 'float' };
}
