import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A whole number from 0 on. */
export function NumberField({
  label,
  value,
  max,
  change,
}: {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly change: (value: number) => void;
}): JSX.Element {
  const id = useId();
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={0}
        max={max}
        value={value}
        onChange={({ currentTarget }) => {
          const given = currentTarget.valueAsNumber;
          if (Number.isInteger(given)) change(Math.max(0, Math.min(max, given)));
        }}
      />
    </>
  );
}
