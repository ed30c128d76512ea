import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import type { ViewProps } from '../value-view.tsx';

/** Characters of a page: as many as a grid asks for cells. */
const PAGE = 10_000;

/** A long text, page by page. */
export function TextView({ name, metadata }: ViewProps): JSX.Element {
  const { revision } = metadata;
  const length = metadata.length ?? 0;
  const [chosen, setPage] = useState(0);
  const [text, setText] = useState<string>();
  const pages = Math.max(1, Math.ceil(length / PAGE));
  const page = Math.min(chosen, pages - 1);
  useEffect(() => {
    const given = new AbortController();
    const ranges = [[page * PAGE, (page + 1) * PAGE]];
    void run(async () => setText(await theClient().slice<string>(name, ranges, { signal: given.signal })));
    return () => given.abort();
  }, [name, revision, page]);
  return (
    <>
      <div class="bar">
        <Button label="Previous" disabled={page === 0} onClick={() => setPage(page - 1)} />
        <Button label="Next" disabled={page === pages - 1} onClick={() => setPage(page + 1)} />
        <output>
          page {page + 1} of {pages}, {length.toLocaleString('en')} characters
        </output>
      </div>
      <textarea class="text-page" readOnly aria-label={`Text of ${name}`} value={text ?? '…'} rows={20} />
    </>
  );
}
