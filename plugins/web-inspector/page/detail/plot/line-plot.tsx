import type { PyValue } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import type { Drawing } from './drawing.ts';
import { NumberField } from './number-field.tsx';
import { partNumbers } from './part-numbers.ts';
import type { PlotSource } from './plot-source.ts';
import { elementAt, lineSample, type Sample, sampleLength, zoomed } from './sample.ts';

/** What a line is given. */
export interface LinePlotProps {
  readonly name: string;
  readonly source: PlotSource;
  readonly column: number;
  readonly revision: number;
}

/** A column as a line. Of many rows a sample is drawn; what is chosen with the pointer is read more finely. */
export function LinePlot({ name, source, column, revision }: LinePlotProps): JSX.Element {
  const { rows } = source;
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>();
  const [chosen, setSample] = useState<Sample>();
  const [points, setPoints] = useState(0);
  const sample = chosen && chosen.stop <= rows ? chosen : lineSample(0, rows);
  const { start, stop, step } = sample;

  useEffect(() => {
    const given = new AbortController();
    void run(async () => {
      const ranges = source.ranges({ start, stop, step }, { start: column, stop: column + 1, step: 1 });
      const [{ draw }, part] = await Promise.all([
        import('./drawing.ts'),
        theClient().slice<PyValue>(name, ranges, { exact: true, signal: given.signal }),
      ]);
      const element = place.current;
      if (given.signal.aborted || !element) return;
      const length = sampleLength({ start, stop, step });
      const x = Float64Array.from({ length }, (_, index) => elementAt({ start, stop, step }, index));
      const y = partNumbers(part, length);
      drawing.current ??= draw(element, (min, max) => setSample(zoomed(min, max, rows)));
      drawing.current.show(x, y);
      setPoints(length);
    });
    return () => given.abort();
  }, [name, source, column, revision, start, stop, step, rows]);
  useEffect(() => () => drawing.current?.close(), []);

  const last = Math.max(0, stop - 1);
  return (
    <div class="line-plot">
      <div class="bar">
        <NumberField
          label="From row"
          value={start}
          max={rows - 1}
          change={(from) => setSample(zoomed(from, last, rows))}
        />
        <NumberField
          label="to"
          value={last}
          max={rows - 1}
          change={(to) => setSample(zoomed(start, to, rows))}
        />
        <Button label="All" disabled={start === 0 && stop === rows} onClick={() => setSample(undefined)} />
        <output>
          {points.toLocaleString('en')} points{step > 1 && `, one of ${step.toLocaleString('en')} rows`}
        </output>
      </div>
      <div
        class="plot"
        ref={place}
        role="img"
        aria-label={`Line of ${name}, column ${column}, rows ${start} to ${last}`}
      />
    </div>
  );
}
