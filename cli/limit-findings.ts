import { type Finding, finding } from './findings.ts';

/** Settings that bound what one client makes the host hold, in bytes. */
const OF_ONE = [
  ['socket-server', 'maxPacketBytes'],
  ['socket-server', 'maxPayloadBytes'],
  ['workspace', 'max_value_bytes'],
] as const;

/** What can be said of the limits of the built-in plugins on a machine with so many bytes of memory. */
export function limitFindings(
  settingsOf: (plugin: string) => Readonly<Record<string, unknown>>,
  memory: number,
): Finding[] {
  const half = Math.floor(memory / 2);
  const tooLarge = OF_ONE.flatMap(([plugin, key]) => {
    const bytes = Number(settingsOf(plugin)[key]);
    return bytes > half ? [warn(`${plugin}.${key}`, bytes, memory)] : [];
  });
  const { history_bytes: history, max_total_bytes: total } = settingsOf('workspace');
  const kept = Math.min(Number(total), half) + Number(history);
  if (kept > memory) tooLarge.push(warn('workspace.history_bytes', Number(history), memory));
  if (tooLarge.length > 0) return tooLarge;
  return [finding('ok', 'limits', `values take ${mib(kept)} at most, the machine has ${mib(memory)}`)];
}

function warn(name: string, bytes: number, memory: number): Finding {
  const text = `${name} allows ${mib(bytes)}, the machine has ${mib(memory)} of memory`;
  return { ...finding('warning', 'limits', text), hint: `headframe config set ${name} to less` };
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
