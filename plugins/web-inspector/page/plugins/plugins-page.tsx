import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { LogTail } from './log-tail.tsx';
import { PluginRow } from './plugin-row.tsx';
import { broken, followPlugins, plugins, problem } from './store.ts';

/** The plugins with their states and what they hold, and the end of the host's log. */
export function PluginsPage(): JSX.Element {
  useEffect(followPlugins, []);
  return (
    <div class="plugins">
      <h2>Plugins</h2>
      {problem.value && (
        <p role="alert">
          {problem.value.code}: {problem.value.message} {problem.value.remedy}
        </p>
      )}
      {plugins.value === undefined && !problem.value && <p role="status">Reading the plugins…</p>}
      {plugins.value?.map((plugin) => (
        <PluginRow key={plugin.name} plugin={plugin} />
      ))}
      {broken.value.map(({ folder, code, message }) => (
        <article key={folder} class="plugin plugin-broken" aria-label={folder}>
          <code>{folder}</code>
          <p class="plugin-failure">
            {code}: {message}
          </p>
        </article>
      ))}
      <LogTail />
    </div>
  );
}
