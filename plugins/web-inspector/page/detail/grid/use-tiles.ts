import type { PyValue } from 'headframe/client/browser';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import type { GridSource, GridTile } from './grid-source.ts';
import { TileLoader } from './tile-loader.ts';
import { type Area, tilesOf } from './tiles.ts';

/** The tiles of a value that are seen, read as they come into sight. */
export function useTiles(
  name: string,
  source: GridSource,
  revision: number,
  seen: Area,
): Pick<TileLoader<GridTile>, 'get'> {
  const [, setCount] = useState(0);
  const loader = useMemo(
    () =>
      new TileLoader<GridTile>({
        load: async (area) =>
          source.tile(area, await theClient().slice<PyValue>(name, source.ranges(area), { exact: true })),
        loaded: () => setCount((count) => count + 1),
        failed: (error) => void run(Promise.reject(error)),
      }),
    [name, source],
  );
  useEffect(() => () => loader.close(), [loader]);
  const read = useRef(revision);
  const { row, rowEnd, column, columnEnd } = seen;
  useEffect(() => {
    if (read.current !== revision) loader.renew();
    read.current = revision;
    loader.want(tilesOf({ row, rowEnd, column, columnEnd }, source.rows, source.columns));
  }, [loader, source, revision, row, rowEnd, column, columnEnd]);
  return loader;
}
