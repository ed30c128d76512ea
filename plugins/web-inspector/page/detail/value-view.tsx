import type { Metadata } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { ArrayView } from './grid/array-view.tsx';
import { bytesSource, seriesSource, tableSource } from './grid/grid-source.ts';
import { GridView } from './grid/grid-view.tsx';
import { formOf } from './kinds.ts';
import { ScalarEditor } from './scalar/scalar-editor.tsx';
import { TextView } from './text/text-view.tsx';
import { TreeView } from './tree/tree-view.tsx';

/** What every view of a variable is given. */
export interface ViewProps {
  readonly name: string;
  readonly metadata: Metadata;
}

/** A variable's value, as suits its kind. */
export function ValueView(props: ViewProps): JSX.Element {
  const { name, metadata } = props;
  const { shape, length, revision } = metadata;
  const form = formOf(metadata);
  const size = JSON.stringify(form === 'bytes' ? [length] : (shape ?? []));
  const source = useMemo(() => {
    const [rows = 0, columns = 0] = JSON.parse(size) as number[];
    if (form === 'bytes') return bytesSource(rows);
    if (form === 'series') return seriesSource([rows]);
    return form === 'table' ? tableSource([rows, columns]) : undefined;
  }, [form, size]);
  if (source) return <GridView name={name} source={source} revision={revision} />;
  if (form === 'array') return <ArrayView {...props} />;
  if (form === 'scalar') return <ScalarEditor {...props} />;
  if (form === 'text') return <TextView {...props} />;
  if (form === 'tree') return <TreeView {...props} />;
  return <pre class="preview">{metadata.preview}</pre>;
}
