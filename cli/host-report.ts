import type { HostInspection } from '../core/index.ts';
import { formatColumns } from './table.ts';

/** A host that is ready, as a person reads it. */
export function formatHost(state: HostInspection): string {
  const plugins = state.plugins.map(({ name, version, state: now, loadMs, failure }) => [
    `  ${name}`,
    version,
    now,
    loadMs === undefined ? '' : `${Math.round(loadMs)} ms`,
    failure ? failure.message : '',
  ]);
  return [
    `headframe ${state.version}, pid ${state.pid}`,
    `config: ${state.config ?? 'built-in defaults (no headframe.config.jsonc here)'}`,
    `data: ${state.dataDir}`,
    'plugins:',
    formatColumns(plugins),
    ...formatAddresses(state.addresses),
    'ready; Ctrl+C stops it',
  ].join('\n');
}

/** A line for each address; of a page the one to open, which may let a browser in. */
export function formatAddresses(addresses: HostInspection['addresses']): string[] {
  return Object.entries(addresses).map(([kind, address]) => {
    if ('url' in address) return `listening on ${kind} ${address.url}`;
    return 'port' in address
      ? `listening on ${kind} ${address.host}:${address.port}`
      : `listening on ${kind} ${Object.values(address).join(' ')}`;
  });
}
