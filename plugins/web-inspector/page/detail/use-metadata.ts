import type { Metadata } from 'headframe/client/browser';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../connection.ts';
import { variables } from '../variables/live.ts';

/**
 * The metadata of a variable with all that its value says, read anew after each change; until then what was
 * known of the value. Nothing when there is no such variable.
 */
export function useMetadata(name: string): Metadata | undefined {
  const [read, setRead] = useState<Metadata>();
  const told = variables.value.get(name);
  const revision = told?.revision;
  useEffect(() => {
    if (revision === undefined) return;
    const given = new AbortController();
    const ask = async (): Promise<void> =>
      setRead(await theClient().metadata(name, { signal: given.signal }));
    void run(ask);
    return () => given.abort();
  }, [name, revision]);
  if (!told) return undefined;
  if (!read || told.revision <= read.revision) return read ?? (told.synchronised ? told : undefined);
  const { kind, type, dtype, shape, length, preview } = read;
  return told.synchronised ? told : { ...told, kind, type, dtype, shape, length, preview };
}
