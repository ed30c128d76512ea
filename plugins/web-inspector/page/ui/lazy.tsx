import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run } from '../connection.ts';

/** A component that is loaded when it is shown for the first time. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P): JSX.Element {
    const [, shown] = useState(loaded !== undefined);
    useEffect(() => {
      if (loaded) return;
      void run(async () => {
        loaded = await load();
        shown(true);
      });
    }, []);
    if (!loaded) return <p class="waiting">Loading…</p>;
    const Loaded = loaded;
    return <Loaded {...props} />;
  };
}
