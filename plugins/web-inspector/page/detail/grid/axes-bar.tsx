import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { type Axes, cutAt, withAxis } from './axes.ts';

/** What the choice of axes is given. */
export interface AxesBarProps {
  readonly shape: readonly number[];
  readonly axes: Axes;
  readonly change: (axes: Axes) => void;
}

/** Chooses which axes are rows and columns, and where the others are cut. */
export function AxesBar({ shape, axes, change }: AxesBarProps): JSX.Element {
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== axes.row && axis !== axes.column);
  return (
    <>
      <AxisChoice
        label="Rows"
        shape={shape}
        value={axes.row}
        choose={(axis) => change(withAxis(axes, 'row', axis))}
      />
      <AxisChoice
        label="Columns"
        shape={shape}
        value={axes.column ?? 0}
        choose={(axis) => change(withAxis(axes, 'column', axis))}
      />
      {others.map((axis) => (
        <CutChoice
          key={axis}
          axis={axis}
          length={shape[axis] ?? 1}
          value={axes.at[axis] ?? 0}
          choose={(index) => change(cutAt(axes, axis, index))}
        />
      ))}
    </>
  );
}

function AxisChoice({
  label,
  shape,
  value,
  choose,
}: {
  readonly label: string;
  readonly shape: readonly number[];
  readonly value: number;
  readonly choose: (axis: number) => void;
}): JSX.Element {
  const id = useId();
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
        {shape.map((length, axis) => (
          <option key={axis} value={axis}>
            axis {axis} ({length})
          </option>
        ))}
      </select>
    </>
  );
}

function CutChoice({
  axis,
  length,
  value,
  choose,
}: {
  readonly axis: number;
  readonly length: number;
  readonly value: number;
  readonly choose: (index: number) => void;
}): JSX.Element {
  const id = useId();
  return (
    <>
      <label for={id}>Axis {axis} at</label>
      <input
        id={id}
        type="number"
        min={0}
        max={length - 1}
        value={value}
        onChange={({ currentTarget }) => {
          const index = currentTarget.valueAsNumber;
          if (Number.isInteger(index)) choose(Math.max(0, Math.min(length - 1, index)));
        }}
      />
    </>
  );
}
