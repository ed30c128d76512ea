import type { ColumnStatistics } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import type { ViewProps } from '../value-view.tsx';
import { figure } from './bars.ts';
import { Histogram } from './histogram.tsx';

const HEADS = ['Column', 'Count', 'Missing', 'Min', '25 %', 'Median', '75 %', 'Max', 'Mean', 'Distribution'];

/** Figures of each column, which the host computes. */
export function StatisticsView({ name, metadata }: ViewProps): JSX.Element {
  const [columns, setColumns] = useState<readonly ColumnStatistics[]>();
  const { revision } = metadata;
  useEffect(() => {
    const given = new AbortController();
    void run(async () => setColumns(await theClient().statistics(name, undefined, { signal: given.signal })));
    return () => given.abort();
  }, [name, revision]);
  if (!columns) return <p class="waiting">Computing…</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
    <section class="scrolled" tabIndex={0} aria-label={`Statistics of ${name}`}>
      <table class="facts figures" aria-label={`Statistics of ${name} by column`}>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => (
            <Row key={index} column={column} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ column }: { readonly column: ColumnStatistics }): JSX.Element {
  const { count, missing, min, max, mean, quantiles, histogram } = column;
  const label = column.name ?? 'values';
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{count.toLocaleString('en')}</td>
      <td>{missing.toLocaleString('en')}</td>
      <td>{figure(min)}</td>
      <td>{figure(quantiles?.['0.25'])}</td>
      <td>{figure(quantiles?.['0.5'])}</td>
      <td>{figure(quantiles?.['0.75'])}</td>
      <td>{figure(max)}</td>
      <td>{figure(mean)}</td>
      <td>{histogram && <Histogram histogram={histogram} label={label} />}</td>
    </tr>
  );
}
