// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot show a window of a million rows.
import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { NumberFormat } from './cell.ts';
import { GridHeads } from './grid-heads.tsx';
import { GridRow } from './grid-row.tsx';
import type { GridSource, GridTile } from './grid-source.ts';
import { moveCell, type Place } from './move-cell.ts';
import { offsetShowing, placesSeen } from './scroll-range.ts';
import { StatusLine } from './status-line.tsx';
import { type Area, keyOf, tileAt } from './tiles.ts';
import { useScroll } from './use-scroll.ts';
import { useTiles } from './use-tiles.ts';

/** Pixels; the style sheet has the same, but for the columns' width. */
const ROW_HEIGHT = 24;
const COLUMN_WIDTH = 120;
const HEAD_HEIGHT = 40;
const LABEL_WIDTH = 110;

/** What a grid is given. */
export interface GridProps {
  readonly name: string;
  /** Another object when rows, columns or what is asked for differ. */
  readonly source: GridSource;
  /** The value's revision: what is shown is read again when it changes. */
  readonly revision: number;
  readonly format: NumberFormat;
}

/** A window on the cells of a table or an array, of which no more is read than is seen. */
export function Grid({ name, source, revision, format }: GridProps): JSX.Element {
  const { rows, columns, columnWidth: width = COLUMN_WIDTH } = source;
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useScroll(
    scroller,
    { count: rows, size: ROW_HEIGHT, fixed: HEAD_HEIGHT },
    { count: columns, size: width, fixed: LABEL_WIDTH },
  );
  const [chosen, setActive] = useState<Place>({ row: 0, column: 0 });
  const active = { row: Math.min(chosen.row, rows - 1), column: Math.min(chosen.column, columns - 1) };
  const id = useId();
  const { top, left, vertical, horizontal } = scroll;
  const [row, rowEnd] = placesSeen(top, vertical.seen, ROW_HEIGHT, rows);
  const [column, columnEnd] = placesSeen(left, horizontal.seen, width, columns);
  const seen: Area = { row, rowEnd, column, columnEnd };
  const tiles = useTiles(name, source, revision, seen);
  const tileOf = (place: Place): GridTile | undefined =>
    tiles.get(keyOf(tileAt(place.row, place.column, rows, columns)));

  const choose = (place: Place): void => {
    setActive(place);
    scroller.current?.focus({ preventScroll: true });
  };
  const keys = (event: KeyboardEvent): void => {
    const next = moveCell(event, active, { rows, columns, page: Math.floor(vertical.seen / ROW_HEIGHT) });
    if (!next) return;
    event.preventDefault();
    setActive(next);
    scroll.moveTo(
      offsetShowing(vertical, top, next.row, ROW_HEIGHT),
      offsetShowing(horizontal, left, next.column, width),
    );
  };
  const places = Array.from({ length: columnEnd - column }, (_, index) => column + index);
  const x = (place: number): number => LABEL_WIDTH + place * width - left;
  const isSeen =
    active.row >= row && active.row < rowEnd && active.column >= column && active.column < columnEnd;
  return (
    <div class="grid-frame">
      <div
        class="grid"
        ref={scroller}
        role="grid"
        aria-label={`Cells of ${name}`}
        aria-rowcount={rows + 1}
        aria-colcount={columns + 1}
        aria-activedescendant={isSeen ? `${id}-${active.row}-${active.column}` : undefined}
        tabIndex={0}
        onKeyDown={keys}
      >
        <div
          class="grid-canvas"
          role="presentation"
          style={{ height: vertical.drawn + HEAD_HEIGHT, width: horizontal.drawn + LABEL_WIDTH }}
        >
          <div
            class="grid-window"
            role="presentation"
            style={{ height: vertical.seen + HEAD_HEIGHT, width: horizontal.seen + LABEL_WIDTH }}
          >
            <GridHeads
              columns={places}
              x={x}
              width={width}
              headOf={(place) => tileOf({ row, column: place })?.head(place)}
            />
            {Array.from({ length: rowEnd - row }, (_, index) => row + index).map((place) => (
              <GridRow
                key={place}
                id={id}
                row={place}
                top={HEAD_HEIGHT + place * ROW_HEIGHT - top}
                columns={places}
                x={x}
                width={width}
                tileOf={tileOf}
                format={format}
                active={active.row === place ? active.column : undefined}
                choose={(at) => choose({ row: place, column: at })}
              />
            ))}
          </div>
        </div>
      </div>
      <StatusLine place={active} source={source} tile={tileOf(active)} seen={seen} />
    </div>
  );
}
