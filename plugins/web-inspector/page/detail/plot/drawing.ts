import UPlot from 'uplot';

/** A drawn line. */
export interface Drawing {
  /** Draws other points; NaN are gaps. */
  show(x: Float64Array, y: Float64Array): void;
  close(): void;
}

const HEIGHT = 320;

/** Draws lines in an element, as wide as that is. `choose` is told which part was marked with the pointer. */
export function draw(element: HTMLElement, choose: (min: number, max: number) => void): Drawing {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name);
  const axis = {
    stroke: colour('--text'),
    grid: { stroke: colour('--border') },
    ticks: { stroke: colour('--border') },
  };
  const plot = new UPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: true },
      scales: { x: { time: false } },
      axes: [axis, axis],
      series: [{ label: 'row' }, { label: 'value', stroke: colour('--accent'), width: 1 }],
      cursor: { drag: { x: true, y: false, setScale: false } },
      hooks: {
        setSelect: [
          ({ select, posToVal }) => {
            if (select.width > 0)
              choose(posToVal(select.left, 'x'), posToVal(select.left + select.width, 'x'));
          },
        ],
      },
    },
    [[], []],
    element,
  );
  const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
  resized.observe(element);
  return {
    show(x, y) {
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      // uPlot takes null for a gap.
      plot.setData([x, Array.from(y, (value) => (Number.isFinite(value) ? value : null))]);
    },
    close() {
      resized.disconnect();
      plot.destroy();
    },
  };
}
