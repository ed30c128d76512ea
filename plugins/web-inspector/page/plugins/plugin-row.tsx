import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { Plugin } from './plugin.ts';
import { PluginDetails } from './plugin-details.tsx';
import { busy, steer } from './store.ts';

/** The plugin that this page comes from. */
const SELF = 'web-inspector';

/** One plugin: its state and why, what can be done with it, and more when it is opened. */
export function PluginRow({ plugin }: { readonly plugin: Plugin }): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const { name, display_name: title, version, state, failure, load_ms: loadMs, dependents } = plugin;
  const isBusy = busy.value.has(name);
  const isOn = plugin.enabled;
  const endsPage = name === SELF || dependents.includes(SELF);
  const disable = (cascade: boolean): void => {
    setAsking(false);
    void steer(name, 'disable', cascade);
  };
  const toggle = (): void => {
    if (!isOn) void steer(name, 'enable');
    else if (dependents.length > 0 || endsPage) setAsking(true);
    else disable(false);
  };
  return (
    <article class={`plugin plugin-${state}`} aria-label={name}>
      <div class="plugin-head">
        <h3>{title}</h3>
        <code>
          {name} {version}
        </code>
        <span class="plugin-state">{state}</span>
        {loadMs !== null && <span class="plugin-load">loaded in {loadMs.toFixed(1)} ms</span>}
        <span class="plugin-buttons">
          <Button label={`${isOn ? 'Disable' : 'Enable'} ${name}`} disabled={isBusy} onClick={toggle}>
            {isOn ? 'Disable' : 'Enable'}
          </Button>
          <Button
            label={`Refresh ${name}`}
            title="Load the plugin's code anew"
            disabled={isBusy || !isOn}
            onClick={() => void steer(name, 'refresh')}
          >
            Refresh
          </Button>
        </span>
      </div>
      <p class="plugin-description">{plugin.description}</p>
      {failure && (
        <p class="plugin-failure">
          {failure.code} in {failure.step}: {failure.message}
        </p>
      )}
      <PluginDetails plugin={plugin} />
      {isAsking && (
        <Dialog
          title={`Disable ${name}?`}
          action={dependents.length > 0 ? 'Disable all' : 'Disable'}
          danger
          onAction={() => disable(dependents.length > 0)}
          onClose={() => setAsking(false)}
        >
          {dependents.length > 0 && (
            <p>
              {name} is required by <strong>{dependents.join(', ')}</strong>, which would be disabled with it.
            </p>
          )}
          {endsPage && (
            <p>
              This page would end with it. To have it back, run <code>headframe plugin enable {SELF}</code>.
            </p>
          )}
        </Dialog>
      )}
    </article>
  );
}
