import {
  type ByteSource,
  type Description,
  describePickle,
  describeTypedJson,
  type Kind,
  kindOfPickle,
  type TypedJsonDecodeOptions,
} from 'headframe/codec';
import type { Revision } from './revision.ts';
import { BlobValue } from './storage/blob-value.ts';
import type { StoredValue } from './value.ts';

/** What filters look at: found faster than a whole description. */
export interface ValueKind {
  readonly kind: Kind;
  /** Dimensions of an array, when they can be told. */
  readonly ndim?: number | undefined;
}

/** PyMiner's filters of names by the type of the value. */
export const PYMINER_TYPES = ['string', 'numeric', 'array', 'table'] as const;
export type PyMinerType = (typeof PYMINER_TYPES)[number];

/** Describes a revision, once. */
export function describe(revision: Revision): Description {
  revision.description ??= describeValue(revision.value);
  return revision.description;
}

/** The kind of a revision's value, found once. */
export function kindOf(revision: Revision): ValueKind {
  revision.kind ??= findKind(revision.value);
  return revision.kind;
}

/** Whether PyMiner counts a value among a type: a two-dimensional array is a table, too. */
export function isOfType({ kind, ndim }: ValueKind, type: PyMinerType): boolean {
  return kind === type || (type === 'table' && kind === 'array' && ndim === 2);
}

function describeValue({ method, document, buffers }: StoredValue): Description {
  const options: TypedJsonDecodeOptions = { buffers };
  return method === 'json' ? describeTypedJson(document, options) : describePickle(document, options);
}

function findKind(value: StoredValue): ValueKind {
  const document = value instanceof BlobValue ? value.openDocument() : undefined;
  try {
    if (value.method === 'pickle') return kindOfPickle(document ?? value.document);
    const kind = plainKind(document ? beginOf(document) : value.document);
    if (kind) return { kind };
  } finally {
    document?.close();
  }
  const description = describeValue(value);
  return { kind: description.kind, ndim: description.shape?.length };
}

function beginOf(source: ByteSource): Uint8Array {
  const begin = new Uint8Array(Math.min(PLAIN_BYTES, source.length));
  source.read(begin, 0);
  return begin;
}

/** Where the first character of plain JSON is looked for. */
const PLAIN_BYTES = 64;
/** White space of JSON (RFC 8259 §2). */
const SPACES = ' \t\n\r';
const KINDS: readonly (readonly [first: string, kind: Kind])[] = [
  ['"', 'string'],
  ['[', 'sequence'],
  ['tf', 'boolean'],
  ['n', 'none'],
  ['-0123456789', 'numeric'],
];
/** By the code of a character. */
const PLAIN: ReadonlyMap<number, Kind> = new Map(
  KINDS.flatMap(([first, kind]) => [...first].map((one) => [one.charCodeAt(0), kind] as const)),
);
const IS_SPACE: ReadonlySet<number> = new Set([...SPACES].map((one) => one.charCodeAt(0)));

/** Of plain JSON the first character tells; an object may be a tagged one. */
function plainKind(document: Uint8Array): Kind | undefined {
  const end = Math.min(document.length, PLAIN_BYTES);
  let at = 0;
  while (at < end && IS_SPACE.has(document[at] ?? 0)) at += 1;
  return at < end ? PLAIN.get(document[at] ?? 0) : undefined;
}
