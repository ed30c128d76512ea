import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { NUMBER_FORMATS, type NumberFormat } from './cell.ts';
import { Grid } from './grid.tsx';
import type { GridSource } from './grid-source.ts';

/** A grid with the choice of how its numbers are shown; `children` stand beside that. */
export function GridView({
  name,
  source,
  revision,
  children,
}: {
  readonly name: string;
  readonly source: GridSource;
  readonly revision: number;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const [format, setFormat] = useState<NumberFormat>('auto');
  const id = useId();
  if (source.rows === 0 || source.columns === 0) return <p class="waiting">It has no cells.</p>;
  return (
    <div class="grid-view">
      <div class="bar">
        {children}
        <label for={id}>Numbers</label>
        <select
          id={id}
          value={format}
          onChange={({ currentTarget }) => setFormat(currentTarget.value as NumberFormat)}
        >
          {NUMBER_FORMATS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <Grid name={name} source={source} revision={revision} format={format} />
    </div>
  );
}
