import { setImmediate } from 'node:timers/promises';
import {
  describePickle,
  encodeInstance,
  kindOfPickle,
  PyGlobal,
  type PyValue,
  pyTuple,
  type SplicedDict,
  type SpliceEntry,
  splicePickledDictInSlices,
} from 'headframe/codec';
import { serverError } from '../errors.ts';

/** What is known of a variable, as far as PyMiner's descriptions have it. */
export interface Described {
  readonly type: string | null;
  readonly shape: readonly number[] | null;
  readonly length: number | null;
  readonly preview: string | null;
  /** Bytes. */
  readonly size: number;
}

/** The class that PyMiner's clients find a description under. */
const DATA_DESC = new PyGlobal('lib.comm.base.datadesc', 'DataDesc');
const REPR_LENGTH = 1000;
const BIG_BYTES = 10 * 1024 * 1024;
/** Descriptions made between two turns of the event loop. */
const TURN = 500;

const SHORT_TYPES: ReadonlyMap<string, string> = new Map([
  ['pandas.core.frame.DataFrame', 'DataFrame'],
  ['pandas.core.series.Series', 'Series'],
]);
/** Classes that every Python has: any other could be missing in the one that reads, and with it all descriptions. */
const CLASSES: ReadonlySet<string> = new Set([
  ...['int', 'float', 'complex', 'bool', 'str', 'bytes', 'bytearray'],
  ...['list', 'tuple', 'dict', 'set', 'frozenset'],
]);

/**
 * Pickles PyMiner's `DataDesc` of each variable, by name: `cls` (None unless it is one of Python's own), `type`,
 * `size` (shape, length or 1), `repr_value` (what the host shows of the value), `big`. Nothing is executed.
 */
export async function pickleDataDescs(
  variables: Iterable<readonly [name: string, Described]>,
): Promise<SplicedDict> {
  const entries: SpliceEntry[] = [];
  for (const [name, described] of variables) {
    entries.push({ name, pickle: encodeInstance(DATA_DESC, stateOf(described)) });
    if (entries.length % TURN === 0) await setImmediate();
  }
  return splicePickledDictInSlices(entries);
}

function stateOf({ type, shape, length, preview, size }: Described): Map<string, PyValue> {
  const name = type ?? '';
  return new Map<string, PyValue>([
    ['cls', CLASSES.has(name) ? new PyGlobal('builtins', name) : null],
    ['type', SHORT_TYPES.get(name) ?? name],
    ['size', shape ? pyTuple(shape) : (length ?? 1)],
    ['repr_value', (preview ?? '').slice(0, REPR_LENGTH)],
    ['big', size > BIG_BYTES],
  ]);
}

/** Refuses pickles that are not of `DataDesc`, in PyMiner's words. Throws `BAD_PARAMS`, `BAD_PICKLE`. */
export function checkDataDescs(pickles: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, pickle] of pickles) {
    if (kindOfPickle(pickle).pythonType === DATA_DESC.path) continue;
    const sent = `key:${name},value:${describePickle(pickle).preview}`;
    throw serverError(
      'BAD_PARAMS',
      `Data dict value should be instance of DataDesc.However you sent ${sent}`,
    );
  }
}
