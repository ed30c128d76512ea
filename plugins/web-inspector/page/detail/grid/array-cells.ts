import {
  type NdArray,
  type NumpyDtype,
  NumpyScalar,
  PyFloat,
  type PyValue,
  previewOf,
} from 'headframe/client/browser';
import { type Cell, floatCell, integerCell, missing, textCell } from './cell.ts';
import { ticksText } from './ticks.ts';

/** numpy's "not a time". */
const NAT = -(2n ** 63n);

/** Any value as a cell. */
export function valueCell(value: PyValue): Cell {
  if (value === null) return missing('None');
  if (typeof value === 'number') return Number.isSafeInteger(value) ? integerCell(value) : floatCell(value);
  if (typeof value === 'bigint') return integerCell(value);
  if (value instanceof PyFloat) return floatCell(value.value);
  if (typeof value === 'string') return textCell(value);
  return textCell(previewOf(value));
}

/** The elements of an array in the order of its data. */
export function arrayCells(array: NdArray): (index: number) => Cell {
  const { items, dtype, values } = array;
  if (items) return (index) => valueCell(items[index] ?? null);
  if (!values) return (index) => rawCell(dtype, elementOf(array, index));
  if (dtype.kind === 'c') {
    return (index) => complexCell(Number(values[2 * index]), Number(values[2 * index + 1]));
  }
  return (index) => numberCell(dtype, values[index] ?? 0);
}

function numberCell({ kind, unit }: NumpyDtype, value: number | bigint): Cell {
  if (kind === 'f') return floatCell(Number(value));
  if (kind === 'b') return textCell(value ? 'True' : 'False');
  if (kind !== 'M' && kind !== 'm') return integerCell(value);
  const ticks = BigInt(value);
  return ticks === NAT
    ? missing('NaT')
    : textCell(kind === 'M' ? ticksText(ticks, unit) : `${ticks} ${unit}`);
}

function complexCell(re: number, im: number): Cell {
  return { text: `${re}${im < 0 || Object.is(im, -0) ? '-' : '+'}${Math.abs(im)}j`, kind: 'number' };
}

/** Text, bytes, structures, and floats that no typed array has. */
function rawCell(dtype: NumpyDtype, data: Uint8Array): Cell {
  if (dtype.kind === 'U') return textCell(utf32(data, dtype.bigEndian));
  return textCell(previewOf(new NumpyScalar(dtype, data)));
}

function elementOf({ dtype, data }: NdArray, index: number): Uint8Array {
  return data.subarray(index * dtype.itemSize, (index + 1) * dtype.itemSize);
}

/** numpy's text: four bytes a character, zeros at its end. */
function utf32(data: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= data.length; at += 4)
    text += String.fromCodePoint(view.getUint32(at, !bigEndian));
  return text.replace(/\0+$/, '');
}
