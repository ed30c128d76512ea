import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { run } from '../../connection.ts';
import { figure } from '../statistics/bars.ts';
import { extremesOf, pixelsOf } from './colour-map.ts';
import { type Picture, readPicture } from './picture.ts';
import type { PlotSource } from './plot-source.ts';
import { elementAt } from './sample.ts';

/** What a heat map is given. */
export interface HeatMapProps {
  readonly name: string;
  readonly source: PlotSource;
  readonly revision: number;
}

/** A cell under the pointer. */
interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Two axes as a picture: rows downwards, columns to the right. Of long axes a sample is drawn. */
export function HeatMap({ name, source, revision }: HeatMapProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<Picture>();
  const [spot, setSpot] = useState<Spot>();
  useEffect(() => {
    const given = new AbortController();
    void run(async () => {
      const read = await readPicture(name, source, given.signal);
      if (!given.signal.aborted) setPicture(read);
    });
    return () => given.abort();
  }, [name, source, revision]);

  const extremes = picture && extremesOf(picture.numbers);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !picture || !extremes) return;
    const { width, height, numbers } = picture;
    context.putImageData(new ImageData(pixelsOf(numbers, extremes), width, height), 0, 0);
  }, [picture]);

  if (!picture) return <p class="waiting">Reading…</p>;
  if (!extremes) return <p class="waiting">There are no finite numbers in it.</p>;
  const { width, height, numbers, rows, columns } = picture;
  const point = ({ offsetX, offsetY, currentTarget }: PointerEvent): void => {
    const { clientWidth, clientHeight } = currentTarget as HTMLCanvasElement;
    const at = (offset: number, size: number, count: number): number =>
      Math.max(0, Math.min(count - 1, Math.floor((offset / size) * count)));
    setSpot({ row: at(offsetY, clientHeight, height), column: at(offsetX, clientWidth, width) });
  };
  const value = spot && numbers[spot.row * width + spot.column];
  const [low, high] = extremes;
  return (
    <figure class="heat-map">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={`Heat map of ${name}: ${source.rows} rows, ${source.columns} columns, from ${figure(low)} to ${figure(high)}`}
        onPointerMove={point}
        onPointerLeave={() => setSpot(undefined)}
      />
      <figcaption>
        <span>{figure(low)}</span>
        <span class="heat-scale" aria-hidden="true" />
        <span>{figure(high)}</span>
        <output>
          {spot && `[${elementAt(rows, spot.row)}, ${elementAt(columns, spot.column)}] = ${figure(value)}`}
          {!spot &&
            (rows.step > 1 || columns.step > 1) &&
            `one of ${rows.step} rows, one of ${columns.step} columns`}
        </output>
      </figcaption>
    </figure>
  );
}
