import type { ColumnStatistics } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { barsOf } from './bars.ts';

/** What a histogram is given. */
export interface HistogramProps {
  readonly histogram: NonNullable<ColumnStatistics['histogram']>;
  /** Whose it is. */
  readonly label: string;
}

/** Units of the drawing, which is as large as the style sheet says. */
const WIDTH = 200;
const HEIGHT = 60;

/** How often values fall into each of some equal ranges. */
export function Histogram({ histogram, label }: HistogramProps): JSX.Element {
  const bars = barsOf(histogram, WIDTH, HEIGHT);
  const most = bars.reduce((best, bar) => (bar.count > best.count ? bar : best), { count: 0, range: '' });
  return (
    <svg
      class="histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Histogram of ${label}: most, ${most.count}, are in ${most.range}`}
    >
      {bars.map(({ x, y, width, height, count, range }) => (
        <rect key={x} x={x} y={y} width={width} height={height}>
          <title>
            {range}: {count}
          </title>
        </rect>
      ))}
    </svg>
  );
}
