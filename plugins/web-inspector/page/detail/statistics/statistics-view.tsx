import type { ColumnStatistics } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { formOf } from '../kinds.ts';
import type { ViewProps } from '../value-view.tsx';
import { figure } from './bars.ts';
import { columnNames } from './column-names.ts';
import { Histogram } from './histogram.tsx';

const HEADS = ['Column', 'Count', 'Missing', 'Min', '25 %', 'Median', '75 %', 'Max', 'Mean', 'Distribution'];

/** Columns whose figures are asked for at once. */
const PAGE = 20;

/** Figures of each column, which the host computes. */
export function StatisticsView({ name, metadata }: ViewProps): JSX.Element {
  const [columns, setColumns] = useState<readonly ColumnStatistics[]>();
  const [chosen, setFirst] = useState(0);
  const { revision, shape } = metadata;
  const count = formOf(metadata) === 'table' ? (shape?.[1] ?? 0) : 1;
  const first = chosen < count ? chosen : 0;
  const end = Math.min(count, first + PAGE);
  useEffect(() => {
    const given = new AbortController();
    void run(async () => {
      const { signal } = given;
      const names = count > PAGE ? await columnNames(name, first, end, signal) : undefined;
      setColumns(await theClient().statistics(name, names, { signal }));
    });
    return () => given.abort();
  }, [name, revision, count, first, end]);
  if (!columns) return <p class="waiting">Computing…</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
    <section class="scrolled" tabIndex={0} aria-label={`Statistics of ${name}`}>
      {count > PAGE && (
        <div class="bar">
          <Button label="Previous columns" disabled={first === 0} onClick={() => setFirst(first - PAGE)} />
          <Button label="Next columns" disabled={end === count} onClick={() => setFirst(end)} />
          <output>
            columns {first}–{end - 1} of {count.toLocaleString('en')}
          </output>
        </div>
      )}
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
