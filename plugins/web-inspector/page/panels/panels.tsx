import type { JSX } from 'preact';
import { PanelFrame } from './panel-frame.tsx';
import { type Panel, panels, type Side } from './store.ts';

/** The panels of one side of the page, tool bars first; nothing when plugins show none there. */
export function Panels({ position }: { readonly position: Side }): JSX.Element | null {
  const own = panels.value.filter(({ side }) => side === position);
  if (own.length === 0) return null;
  const bars = toolbars(own.filter(({ place }) => place !== 'dock'));
  const docked = own.filter(({ place }) => place === 'dock');
  return (
    <aside class={`panels panels-${position}`} aria-label={`Panels, ${position}`}>
      {bars.map((bar) => (
        <div key={bar[0]?.serial} class="panel-toolbar" role="group" aria-label={bar[0]?.text}>
          {bar.map((panel) => (
            <PanelFrame key={panel.serial} panel={panel} />
          ))}
        </div>
      ))}
      {docked.map((panel) => (
        <section key={panel.serial} class="panel" aria-label={panel.text} title={panel.message || undefined}>
          <h2>{panel.text}</h2>
          <PanelFrame panel={panel} />
        </section>
      ))}
    </aside>
  );
}

/** Tool bars: each begins with a panel of its own, and what is appended stands behind it. */
function toolbars(own: readonly Panel[]): Panel[][] {
  const bars: Panel[][] = [];
  for (const panel of own) {
    const last = bars.at(-1);
    if (last && panel.place === 'toolbar-end') last.push(panel);
    else bars.push([panel]);
  }
  return bars;
}
