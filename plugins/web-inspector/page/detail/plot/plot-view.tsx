import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type Axes, firstAxes, fitAxes } from '../grid/axes.ts';
import { AxesBar } from '../grid/axes-bar.tsx';
import { formOf } from '../kinds.ts';
import type { ViewProps } from '../value-view.tsx';
import { HeatMap } from './heat-map.tsx';
import { LinePlot } from './line-plot.tsx';
import { NumberField } from './number-field.tsx';
import { type PlotSource, plotSource } from './plot-source.ts';

/** A picture of the numbers in an array, a series or a table: a line, or of two axes a heat map. */
export function PlotView({ name, metadata }: ViewProps): JSX.Element {
  const form = formOf(metadata);
  const size = JSON.stringify(metadata.shape ?? []);
  const shape = useMemo(() => JSON.parse(size) as number[], [size]);
  const [chosenAxes, setAxes] = useState<Axes>(() => firstAxes(shape));
  const axes = useMemo(() => fitAxes(chosenAxes, shape), [chosenAxes, shape]);
  const [chosenColumn, setColumn] = useState(0);
  const [asMap, setAsMap] = useState(form === 'array' && shape.length > 1);
  const source: PlotSource = useMemo(() => plotSource(form, shape, axes), [form, shape, axes]);
  const column = Math.min(chosenColumn, source.columns - 1);
  const isFlat = shape.length > 1;
  return (
    <div class="plot-view">
      <div class="bar">
        {isFlat && (
          <label>
            <input
              type="checkbox"
              checked={asMap}
              onChange={({ currentTarget }) => setAsMap(currentTarget.checked)}
            />{' '}
            Heat map
          </label>
        )}
        {form === 'array' && isFlat && <AxesBar shape={shape} axes={axes} change={setAxes} />}
        {isFlat && !asMap && (
          <NumberField label="Column" value={column} max={source.columns - 1} change={setColumn} />
        )}
      </div>
      {asMap && isFlat ? (
        <HeatMap name={name} source={source} revision={metadata.revision} />
      ) : (
        <LinePlot name={name} source={source} column={column} revision={metadata.revision} />
      )}
    </div>
  );
}
