import { NdArray } from 'headframe/codec';
import { type Range, resolveRange, type WireRange } from './range.ts';

/** A part of an array as an array of its own: one range an axis, all of an axis without one. Copies just that part. */
export function sliceArray(array: NdArray, ranges: readonly (WireRange | null)[]): NdArray {
  const axes = array.shape.map((length, axis) => resolveRange(ranges[axis], length));
  const shape = axes.map(({ count }) => count);
  const [axis] = axes;
  if (axes.length === 1 && axis && !array.items && !(array.stored instanceof Uint8Array)) {
    return new NdArray(array.dtype, shape, array.stored.part(axis.start, axis.step, axis.count));
  }
  const strides = stridesOf(array, array.items ? 1 : array.dtype.itemSize);
  if (array.items) {
    const part = new NdArray(array.dtype, shape, array.data);
    part.items = pickItems(array.items, placesOf(axes, strides));
    return part;
  }
  return new NdArray(array.dtype, shape, pickBytes(array, axes, strides));
}

/** Copies element by element, or along the last axis as many as lie together. */
function pickBytes({ data, dtype }: NdArray, axes: readonly Range[], strides: readonly number[]): Buffer {
  const last = axes.at(-1);
  const together = last !== undefined && last.step === 1 && strides.at(-1) === dtype.itemSize;
  const length = together ? last.count * dtype.itemSize : dtype.itemSize;
  const skipped = together ? last.start * dtype.itemSize : 0;
  const outer = together ? axes.length - 1 : axes.length;
  const bytes = Buffer.allocUnsafeSlow(axes.reduce((product, { count }) => product * count, dtype.itemSize));
  let at = 0;
  for (const place of placesOf(axes.slice(0, outer), strides.slice(0, outer))) {
    bytes.set(data.subarray(place + skipped, place + skipped + length), at);
    at += length;
  }
  return bytes;
}

function pickItems<T>(items: readonly T[], places: Iterable<number>): T[] {
  return Array.from(places, (place) => items[place] as T);
}

/** Distance between neighbours of each axis, in bytes (or items). Items of dtype object lie in row-major order. */
function stridesOf(array: NdArray, size: number): number[] {
  const columnMajor = array.fortran && !array.items;
  const order = columnMajor ? array.shape : array.shape.toReversed();
  let stride = size;
  const strides = order.map((length) => {
    const own = stride;
    stride *= length;
    return own;
  });
  return columnMajor ? strides : strides.reverse();
}

/** Where each selected element starts, in row-major order. */
function* placesOf(axes: readonly Range[], strides: readonly number[]): Generator<number> {
  const [axis, ...rest] = axes;
  const [stride = 0, ...inner] = strides;
  if (!axis) {
    yield 0;
    return;
  }
  for (const place of placesOn(axis)) {
    for (const offset of placesOf(rest, inner)) yield place * stride + offset;
  }
}

function* placesOn({ start, step, count }: Range): Generator<number> {
  for (let index = 0; index < count; index++) yield start + index * step;
}
