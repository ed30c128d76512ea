import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ViewProps } from '../value-view.tsx';
import { type Axes, firstAxes, fitAxes } from './axes.ts';
import { AxesBar } from './axes-bar.tsx';
import { arraySource } from './grid-source.ts';
import { GridView } from './grid-view.tsx';

/** The cells of an array; of one of more than two dimensions, a cut that can be chosen. */
export function ArrayView({ name, metadata }: ViewProps): JSX.Element {
  const size = JSON.stringify(metadata.shape ?? []);
  const shape = useMemo(() => JSON.parse(size) as number[], [size]);
  const [chosen, setChosen] = useState<Axes>(() => firstAxes(shape));
  const axes = useMemo(() => fitAxes(chosen, shape), [chosen, shape]);
  const source = useMemo(() => arraySource(shape, axes), [shape, axes]);
  return (
    <GridView name={name} source={source} revision={metadata.revision}>
      {shape.length > 1 && <AxesBar shape={shape} axes={axes} change={setChosen} />}
    </GridView>
  );
}
