import type { JSX } from 'preact';
import { countEffects, type Plugin } from './plugin.ts';

/** What a plugin requires, what it holds, and who listens to its hooks. */
export function PluginDetails({ plugin }: { readonly plugin: Plugin }): JSX.Element {
  const { requirements, dependents, pip_dependencies: pip, effects, taps, folder } = plugin;
  const hooks = Object.entries(taps).filter(([, all]) => all.length > 0);
  return (
    <details class="plugin-details">
      <summary>
        {effects.length} effects, {hooks.reduce((sum, [, all]) => sum + all.length, 0)} taps
      </summary>
      <dl>
        <dt>Folder</dt>
        <dd>
          <code>{folder}</code>
          {plugin.built_in && ' (built in)'}
        </dd>
        <dt>Requires</dt>
        <dd>{requirements.join(', ') || 'nothing'}</dd>
        <dt>Required by</dt>
        <dd>{dependents.join(', ') || 'nobody'}</dd>
        {pip.length > 0 && <dt>pip packages, not installed by Headframe</dt>}
        {pip.length > 0 && <dd>{pip.join(', ')}</dd>}
        <dt>Effects</dt>
        <dd>
          {countEffects(effects)
            .map(([kind, count]) => `${count} ${kind}`)
            .join(', ') || 'none'}
          {effects.length > 0 && (
            <ul class="plugin-effects">
              {effects.map((effect, index) => (
                <li key={index}>{effect}</li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
      {hooks.length > 0 && <Taps hooks={hooks} />}
    </details>
  );
}

function Taps({
  hooks,
}: {
  readonly hooks: readonly (readonly [string, Plugin['taps'][string]])[];
}): JSX.Element {
  return (
    <table class="plugin-taps">
      <caption>Taps on its hooks</caption>
      <thead>
        <tr>
          <th scope="col">hook</th>
          <th scope="col">plugin</th>
          <th scope="col">calls</th>
          <th scope="col">errors</th>
          <th scope="col">ms in all</th>
        </tr>
      </thead>
      <tbody>
        {hooks.flatMap(([hook, taps]) =>
          taps.map(({ owner, calls, errors, ms }, index) => (
            <tr key={`${hook} ${owner} ${index}`}>
              <td>{hook}</td>
              <td>{owner}</td>
              <td>{calls}</td>
              <td>{errors}</td>
              <td>{ms.toFixed(1)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
