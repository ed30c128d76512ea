import type { Metadata } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatBytes, formatShape } from '../ui/format.ts';
import { variables } from '../variables/live.ts';
import { About } from './about/about.tsx';
import { History } from './about/history.tsx';
import { WhoWhen } from './about/who-when.tsx';
import { Actions } from './actions/actions.tsx';
import type { DetailProps } from './detail.tsx';
import { canDescribe, canPlot } from './kinds.ts';
import { PlotView } from './plot/plot-view.tsx';
import { StatisticsView } from './statistics/statistics-view.tsx';
import { Tabs } from './tabs.tsx';
import { useMetadata } from './use-metadata.ts';
import { ValueView } from './value-view.tsx';

const TABS = ['Value', 'Plot', 'Statistics', 'Metadata', 'History'] as const;
type Tab = (typeof TABS)[number];

/** The detail pane of a variable. */
export function Pane({ name }: DetailProps): JSX.Element {
  const metadata = useMetadata(name);
  if (!metadata) {
    const text = variables.value.has(name) ? 'Reading…' : `There is no variable ${name} any more.`;
    return <p class="waiting">{text}</p>;
  }
  return <Loaded key={name} name={name} metadata={metadata} />;
}

function Loaded({ name, metadata }: { readonly name: string; readonly metadata: Metadata }): JSX.Element {
  const [chosen, setChosen] = useState<Tab>('Value');
  const tabs = TABS.filter((tab) => isOffered(tab, metadata));
  const tab = tabs.includes(chosen) ? chosen : 'Value';
  const { type, shape, size } = metadata;
  return (
    <section class="detail" aria-label={`Variable ${name}`}>
      <header class="detail-head">
        <h2>{name}</h2>
        <p class="detail-kind">{[type, formatShape(shape), formatBytes(size)].filter(Boolean).join(', ')}</p>
        <Actions name={name} metadata={metadata} />
        <WhoWhen metadata={metadata} />
      </header>
      <Tabs label={`Views of ${name}`} tabs={tabs} chosen={tab} choose={setChosen}>
        {tab === 'Value' && <ValueView name={name} metadata={metadata} />}
        {tab === 'Plot' && <PlotView name={name} metadata={metadata} />}
        {tab === 'Statistics' && <StatisticsView name={name} metadata={metadata} />}
        {tab === 'Metadata' && <About name={name} metadata={metadata} />}
        {tab === 'History' && <History name={name} metadata={metadata} />}
      </Tabs>
    </section>
  );
}

function isOffered(tab: Tab, metadata: Metadata): boolean {
  if (tab === 'Plot') return canPlot(metadata);
  return tab === 'Statistics' ? canDescribe(metadata) : true;
}
