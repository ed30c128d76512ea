import { NdArray } from '../values-numpy.ts';

/**
 * An array in row-major order with its axes permuted: axis `i` of the result is axis `axes[i]` of `array`. Copies.
 *
 * @returns `undefined` when `axes` is no permutation.
 */
export function transposed(array: NdArray, axes: readonly number[]): NdArray | undefined {
  const { shape, data, dtype } = array;
  const rank = shape.length;
  if (axes.length !== rank || new Set(axes).size !== rank || axes.some((axis) => axis >= rank))
    return undefined;
  const strides = rowMajorStrides(shape, dtype.itemSize);
  const newShape = axes.map((axis) => shape[axis] ?? 0);
  const steps = axes.map((axis) => strides[axis] ?? 0);
  const out = new Uint8Array(data.length);
  const index = new Array<number>(rank).fill(0);
  let from = 0;
  for (let to = 0; to < out.length; to += dtype.itemSize) {
    out.set(data.subarray(from, from + dtype.itemSize), to);
    from = advance(index, newShape, steps, from);
  }
  return new NdArray(dtype, newShape, out);
}

function rowMajorStrides(shape: readonly number[], itemSize: number): number[] {
  const strides = new Array<number>(shape.length);
  let stride = itemSize;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 0;
  }
  return strides;
}

/** Moves `index` on by one element, the last axis fastest; gives the new offset. */
function advance(
  index: number[],
  shape: readonly number[],
  steps: readonly number[],
  offset: number,
): number {
  let at = offset;
  for (let axis = index.length - 1; axis >= 0; axis--) {
    const next = (index[axis] ?? 0) + 1;
    const step = steps[axis] ?? 0;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return at + step;
    }
    index[axis] = 0;
    at -= step * (next - 1);
  }
  return at;
}
