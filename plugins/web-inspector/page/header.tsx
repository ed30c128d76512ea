import type { JSX } from 'preact';
import { type ConnectionState, session, state } from './connection.ts';
import { hrefOf, type View, view } from './route.ts';
import { Button } from './ui/button.tsx';
import { formatBytes } from './ui/format.ts';
import { travel } from './variables/actions.ts';
import { totalBytes } from './variables/listed.ts';
import { variables } from './variables/live.ts';
import { selected } from './variables/selection.ts';

const TITLES: readonly (readonly [View, string])[] = [
  ['variables', 'Variables'],
  ['settings', 'Settings'],
  ['plugins', 'Plugins'],
];

const STATES: Readonly<Record<ConnectionState, string>> = {
  connecting: 'connecting',
  connected: 'connected',
  lost: 'reconnecting',
  refused: 'not connected',
};

/** What stands above every view: where one is, how the connection is, and the ways to the views. */
export function Header(): JSX.Element {
  return (
    <header class="header">
      <h1>Headframe</h1>
      <nav aria-label="Views">
        {TITLES.map(([to, title]) => (
          <a key={to} href={hrefOf(to)} aria-current={view.value === to ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <Travel />
      <span class="host" title={`version ${session.value?.version ?? 'unknown'}`}>
        {location.host} · {formatBytes(totalBytes.value)}
      </span>
      <span class={`state state-${state.value}`} role="status">
        {STATES[state.value]}
      </span>
    </header>
  );
}

/** Undo and redo of the variable that is selected. */
function Travel(): JSX.Element {
  const name = selected.value;
  const history = name === undefined ? undefined : variables.value.get(name)?.history;
  const go = (way: 'undo' | 'redo') => (): void => {
    if (name !== undefined) void travel(way, name);
  };
  const what = name === undefined ? 'a variable' : name;
  return (
    <span class="travel">
      <Button label={`Undo the last change of ${what}`} onClick={go('undo')} disabled={!history?.undo}>
        Undo
      </Button>
      <Button label={`Redo the next change of ${what}`} onClick={go('redo')} disabled={!history?.redo}>
        Redo
      </Button>
    </span>
  );
}
