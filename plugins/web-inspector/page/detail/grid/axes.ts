/** Which axes of an array are its grid's rows and columns, and where it is cut along the others. */
export interface Axes {
  readonly row: number;
  /** Nothing for an array of one dimension. */
  readonly column: number | undefined;
  /** An index an axis; those of row and column do not matter. */
  readonly at: readonly number[];
}

/** The last two axes, cut at the beginning of all others. */
export function firstAxes(shape: readonly number[]): Axes {
  const last = shape.length - 1;
  return { row: Math.max(0, last - 1), column: last > 0 ? last : undefined, at: shape.map(() => 0) };
}

/** The same view of an array that may have another shape now. */
export function fitAxes(axes: Axes, shape: readonly number[]): Axes {
  if (axes.at.length !== shape.length) return firstAxes(shape);
  return { ...axes, at: axes.at.map((index, axis) => Math.max(0, Math.min(index, (shape[axis] ?? 1) - 1))) };
}

/** Makes an axis that of the rows, or of the columns; the two change places when it was the other's. */
export function withAxis(axes: Axes, which: 'row' | 'column', axis: number): Axes {
  const other = which === 'row' ? 'column' : 'row';
  const swapped = axes[other] === axis ? { [other]: axes[which] } : {};
  return { ...axes, ...swapped, [which]: axis };
}

/** Cuts the array at another index of an axis. */
export function cutAt(axes: Axes, axis: number, index: number): Axes {
  return { ...axes, at: axes.at.with(axis, index) };
}

/** The range to ask for, an axis: those of rows and columns, and one place of each other. */
export function rangesOf(
  axes: Axes,
  rows: readonly number[],
  columns: readonly number[],
): (readonly number[])[] {
  return axes.at.map((index, axis) => {
    if (axis === axes.row) return rows;
    return axis === axes.column ? columns : [index, index + 1];
  });
}
