import { encodePickle } from './encode.ts';
import { Op } from './opcodes.ts';
import type { PyGlobal, PyValue } from './values.ts';

const PROTOCOL = 4;
const LONGEST_NAME = 255;
/** PROTO and its operand, which the state's own pickle begins with. */
const HEAD_BYTES = 2;

/**
 * Writes an instance of a Python class as a pickle of protocol 4: `cls.__new__(cls)`, then the state into its
 * `__dict__`. For the few classes that a dialect's clients expect; `encodePickle` writes data alone.
 *
 * @throws CodecError as `encodePickle` for the state. RangeError for a module or name of more than 255 bytes.
 */
export function encodeInstance({ module, name }: PyGlobal, state: ReadonlyMap<string, PyValue>): Buffer {
  const body = encodePickle(state);
  return Buffer.concat([
    Buffer.of(Op.PROTO, PROTOCOL),
    shortText(module),
    shortText(name),
    Buffer.of(Op.STACK_GLOBAL, Op.EMPTY_TUPLE, Op.NEWOBJ),
    body.subarray(HEAD_BYTES, -1),
    Buffer.of(Op.BUILD, Op.STOP),
  ]);
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > LONGEST_NAME) throw new RangeError(`a name has at most ${LONGEST_NAME} bytes`);
  return Buffer.concat([Buffer.of(Op.SHORT_BINUNICODE, bytes.length), bytes]);
}
