import { PyObject, type PyValue } from '../values.ts';
import { NdArray, type ScatteredElements } from '../values-numpy.ts';
import { isInteger } from './known-type.ts';

/** A frame without rows could claim any number. */
const MAX_COLUMNS = 2 ** 22;

/**
 * The columns that a block of a DataFrame holds, with their positions.
 *
 * A numpy block has a row a column: views on its bytes when it is in C order, copies when not. Any other block is one
 * column. `undefined` when values and placement do not fit.
 */
export function blockColumns(values: PyValue, placement: PyValue): [number, PyValue][] | undefined {
  const positions = placementPositions(placement, blockRows(values));
  if (positions === undefined) return undefined;
  if (!(values instanceof NdArray) || values.shape.length !== 2) {
    const [position] = positions;
    return positions.length === 1 && position !== undefined ? [[position, values]] : undefined;
  }
  if (values.shape[0] !== positions.length) return undefined;
  return positions.map((position, row) => [position, rowOf(values, row)]);
}

/** How many columns a block can hold at most. */
function blockRows(values: PyValue): number {
  const [rows = 0, ...rest] = values instanceof NdArray ? values.shape : [];
  return rest.length === 1 ? Math.min(rows, MAX_COLUMNS) : 1;
}

/** A row of a two-dimensional array, as an array of one dimension. */
export function rowOf(array: NdArray, row: number): NdArray {
  const [rows = 0, columns = 0] = array.shape;
  const size = array.dtype.itemSize;
  const made = new NdArray(array.dtype, [columns], new Uint8Array(0));
  if (array.items !== undefined) made.items = array.items.slice(row * columns, (row + 1) * columns);
  else if (array.fortran && rows > 1) made.stored = scattered(array.data, row, rows, size);
  else made.data = array.data.subarray(row * columns * size, (row + 1) * columns * size);
  return made;
}

const WORDS = [Uint8Array, Uint16Array, Uint32Array, BigUint64Array] as const;

/** A row of elements that lie a column apart. */
function scattered(data: Uint8Array, row: number, rows: number, size: number): ScatteredElements {
  return {
    part: (start, step, count) => gather(data, { first: start * rows + row, step: step * rows, count, size }),
  };
}

interface Places {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** Bytes of an element; the others count elements. */
  readonly size: number;
}

function gather(data: Uint8Array, { first, step, count, size }: Places): Uint8Array {
  const Word = WORDS.find((Type) => Type.BYTES_PER_ELEMENT === size && data.byteOffset % size === 0);
  const out = new Uint8Array(count * size);
  if (Word === undefined) {
    for (let i = 0; i < count; i++) {
      const from = (first + i * step) * size;
      out.set(data.subarray(from, from + size), i * size);
    }
    return out;
  }
  const source = new Word(data.buffer as ArrayBuffer, data.byteOffset, Math.floor(data.length / size));
  const target = new Word(out.buffer);
  for (let i = 0, from = first; i < count; i++, from += step) target[i] = source[from] as never;
  return out;
}

function placementPositions(placement: PyValue, most: number): number[] | undefined {
  if (placement instanceof NdArray) {
    const { values } = placement;
    return values === undefined || values.length > most ? undefined : Array.from(values, Number);
  }
  if (!(placement instanceof PyObject) || placement.path !== 'builtins.slice') return undefined;
  const [from, to, step] = placement.args;
  if (!isInteger(from) || !isInteger(to) || !isInteger(step) || step === 0) return undefined;
  const count = Math.ceil((to - from) / step);
  if (count < 0 || count > most || from < 0) return undefined;
  return Array.from({ length: count }, (_, i) => from + i * step);
}
