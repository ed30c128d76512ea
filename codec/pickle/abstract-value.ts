/** What an abstract run of a pickle knows about a value. */
export type AbstractValue = PlainValue | TextValue | TupleValue | ContainerValue | ImportValue | CallValue;

/** Something whose content does not matter; `pythonType` is `undefined` when not even that is known. */
export interface PlainValue {
  readonly type: 'plain';
  readonly pythonType: string | undefined;
}

/** A literal `str`; `text` is kept when it is short enough to be a name. */
export interface TextValue {
  readonly type: 'text';
  readonly text: string | undefined;
}

export interface TupleValue {
  readonly type: 'tuple';
  readonly length: number;
  /** Kept for short, shallow tuples that hold more than plain values. */
  readonly items: readonly AbstractValue[] | undefined;
  readonly depth: number;
}

/** A list, dict, set or frozenset made by the pickle itself. */
export interface ContainerValue {
  readonly type: 'container';
  readonly pythonType: string;
}

/** Something imported; below protocol 3 by the name that Python 3 takes it for. */
export interface ImportValue {
  readonly type: 'import';
  readonly module: string;
  readonly name: string;
}

/** The result of calling something imported, or of calling such a result. */
export interface CallValue {
  readonly type: 'call';
  readonly callee: ImportValue | CallValue;
  readonly args: AbstractValue;
  /** What BUILD gave it last. */
  state: AbstractValue | undefined;
}

const MAX_KEPT_ITEMS = 16;
const MAX_TUPLE_DEPTH = 4;

const plain = (pythonType: string | undefined): PlainValue => ({ type: 'plain', pythonType });
const container = (pythonType: string): ContainerValue => ({ type: 'container', pythonType });

/** Shared values: most of a big pickle costs no memory in an abstract run. */
export const Known = {
  UNKNOWN: plain(undefined),
  NONE: plain('NoneType'),
  BOOL: plain('bool'),
  INT: plain('int'),
  FLOAT: plain('float'),
  BYTES: plain('bytes'),
  BYTEARRAY: plain('bytearray'),
  TEXT: { type: 'text', text: undefined },
  LIST: container('list'),
  DICT: container('dict'),
  SET: container('set'),
  FROZENSET: container('frozenset'),
} as const satisfies Record<string, AbstractValue>;

const shortTuples: readonly TupleValue[] = Array.from({ length: MAX_KEPT_ITEMS + 1 }, (_, length) => ({
  type: 'tuple',
  length,
  items: undefined,
  depth: 0,
}));

/** A tuple of these items. Of long, deep or uninteresting ones only the length is kept, so that memory stays bounded. */
export function abstractTuple(items: readonly AbstractValue[]): TupleValue {
  const { length } = items;
  const withoutItems = shortTuples[length];
  if (withoutItems === undefined) return { type: 'tuple', length, items: undefined, depth: 0 };
  let depth = 0;
  for (const item of items) if (item.type === 'tuple' && item.depth >= depth) depth = item.depth + 1;
  if (depth > MAX_TUPLE_DEPTH || items.every((item) => item.type === 'plain')) return withoutItems;
  return { type: 'tuple', length, items, depth };
}

/** The result of a call. Of anything but an import, or the result of calling one, nothing is known. */
export function abstractCall(callee: AbstractValue, args: AbstractValue): AbstractValue {
  const known = callee.type === 'import' || (callee.type === 'call' && callee.callee.type === 'import');
  return known ? { type: 'call', callee, args, state: undefined } : Known.UNKNOWN;
}
