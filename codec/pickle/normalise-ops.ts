/**
 * The calls that normalised pickles make. pickleparser runs the stack, marks and memo, and hands three of its opcodes to
 * functions of ours; the byte (or bytes) after such an opcode say what is wanted, and are read by those functions.
 *
 * | opcode | pickleparser calls | followed by |
 * |---|---|---|
 * | EXT1 with code 0 | `extensionResolver.resolve(0)`, pushes the result | a {@link Literal}, then its operand |
 * | BINPERSID | `persistentResolver.resolve(top)`, replaces the top | a {@link Unary} |
 * | STACK_GLOBAL | `nameResolver.resolve(second, top)`, replaces both | a {@link Binary} |
 */

/** Values that pickleparser would read wrongly or copy. */
export const Literal = {
  /** Two's complement, little-endian: 4 bytes of length, then the bytes. */
  INTEGER: 1,
  /** Decimal text up to a line feed: INT, LONG, FLOAT. */
  INT_TEXT: 2,
  LONG_TEXT: 3,
  FLOAT_TEXT: 4,
  /** A whole float, 8 bytes big-endian. */
  WHOLE_FLOAT: 5,
  /** A Python 2 string with its quotes and escapes, up to a line feed. */
  STRING_TEXT: 6,
  /** Text with `\u` escapes (raw-unicode-escape), up to a line feed. */
  UNICODE_TEXT: 7,
  /** Two doubles, little-endian: where in the original pickle the payload lies, and its length. */
  BYTES_AT: 8,
  BYTEARRAY_AT: 9,
  TEXT_AT: 10,
  /** 4 bytes: the number of the out-of-band buffer. */
  NEXT_BUFFER: 11,
  /** Two lines; the other one translates Python 2's names. */
  GLOBAL: 12,
  LEGACY_GLOBAL: 13,
  /** What describing leaves out: 4 bytes, how many objects. */
  ELIDED: 14,
  LONG_TEXT_AT: 15,
  /** Two doubles as above: where a run of items lies, and how many they are. */
  ITEMS_AT: 16,
} as const;

export const Unary = {
  TUPLE: 1,
  FROZENSET: 2,
  DICT: 3,
  /** [class, …arguments] */
  OBJ: 4,
  READONLY: 5,
  /** A list is extended by a run of items; two doubles as for `ITEMS_AT`. */
  EXTEND_AT: 6,
} as const;

export const Binary = {
  APPEND: 1,
  EXTEND: 2,
  /** Keys and values in turn. */
  SET_ITEMS: 3,
  ADD_ITEMS: 4,
  REDUCE: 5,
  NEWOBJ: 6,
  /** [arguments, keyword arguments] */
  NEWOBJ_EX: 7,
  BUILD: 8,
  STACK_GLOBAL: 9,
  /** Arguments, then the class. */
  INST: 10,
} as const;
