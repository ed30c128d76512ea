import { type ByteSource, ByteWindow } from '../byte-window.ts';
import { AbstractMachine } from './abstract-machine.ts';
import type { AbstractValue, CallValue, ImportValue } from './abstract-value.ts';
import { kindOfCall, kindOfImport } from './kind-of-call.ts';
import { Op } from './opcodes.ts';

/** What a value is, for people and for filters; the same words whatever form it is stored in. */
export type Kind =
  | 'none'
  | 'boolean'
  | 'numeric'
  | 'string'
  | 'bytes'
  | 'datetime'
  | 'sequence'
  | 'mapping'
  | 'set'
  | 'array'
  | 'table'
  | 'series'
  | 'function'
  | 'class'
  | 'object';

export interface PickleKind {
  readonly kind: Kind;
  /** The Python type with its module, without `builtins`: `int`, `numpy.ndarray`, `pandas.core.frame.DataFrame`. */
  readonly pythonType: string;
  /** Dimensions of an array, when the pickle tells. */
  readonly ndim?: number;
}

const KIND_OF_TYPE: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['NoneType', 'none'],
  ['bool', 'boolean'],
  ['int', 'numeric'],
  ['float', 'numeric'],
  ['bytes', 'bytes'],
  ['bytearray', 'bytes'],
  ['list', 'sequence'],
  ['dict', 'mapping'],
  ['set', 'set'],
  ['frozenset', 'set'],
]);

/** Beyond this many opcodes the kind is taken from how the pickle begins and ends: about 10 ms. */
const MAX_OPCODES = 200_000;
/** Of a source, so many bytes are in memory at a time. */
const WINDOW_BYTES = 64 * 1024;
/** The longest end of a tuple's pickle: its opcode, LONG_BINPUT with its operand, STOP. */
const TAIL_BYTES = 7;

/**
 * What a pickled value is, told from its opcodes alone; big payloads are not touched.
 *
 * Of a pickle with more than 200,000 opcodes the first object is taken for the whole, unless it ends in a tuple's
 * opcode; picklers write containers that way, so only a hand-made pickle can be told wrong.
 *
 * A source is read where its opcodes are, a window at a time.
 *
 * @throws CodecError `BAD_PICKLE` when the bytes end too early or an opcode is unknown.
 */
export function kindOfPickle(pickle: Uint8Array | ByteSource): PickleKind {
  const isInMemory = pickle instanceof Uint8Array;
  const machine = new AbstractMachine(isInMemory ? pickle : new ByteWindow(pickle, WINDOW_BYTES));
  if (machine.step(MAX_OPCODES)) return kindOf(machine.result);
  return endsInTuple(isInMemory ? pickle : tailOf(pickle))
    ? { kind: 'sequence', pythonType: 'tuple' }
    : kindOf(machine.bottom);
}

function kindOf(value: AbstractValue): PickleKind {
  switch (value.type) {
    case 'text':
      return { kind: 'string', pythonType: 'str' };
    case 'tuple':
      return { kind: 'sequence', pythonType: 'tuple' };
    case 'import':
      return kindOfImport(value as ImportValue);
    case 'call':
      return kindOfCall(value as CallValue);
    default: {
      const pythonType = value.pythonType ?? 'object';
      return { kind: KIND_OF_TYPE.get(pythonType) ?? 'object', pythonType };
    }
  }
}

function tailOf(source: ByteSource): Uint8Array {
  const tail = new Uint8Array(Math.min(TAIL_BYTES, source.length));
  source.read(tail, source.length - tail.length);
  return tail;
}

/** Whether the last opcodes are a tuple's, perhaps with its MEMOIZE, and STOP. */
function endsInTuple(bytes: Uint8Array): boolean {
  let last = bytes.length - 2;
  if (bytes[last] === Op.MEMOIZE) last--;
  else if (bytes[last - 1] === Op.BINPUT) last -= 2;
  else if (bytes[last - 4] === Op.LONG_BINPUT) last -= 5;
  const opcode = bytes[last] as number;
  return opcode >= Op.TUPLE1 && opcode <= Op.TUPLE3;
}
