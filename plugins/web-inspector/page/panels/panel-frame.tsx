import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { theClient } from '../connection.ts';
import { theme } from '../theme/current.ts';
import { type Bridge, openBridge } from './bridge.ts';
import type { Opening } from './protocol.ts';
import type { Panel } from './store.ts';

/**
 * A panel in a frame of its own. The frame has an opaque origin: it reaches nothing of the page but the
 * channel that it is handed once it has loaded.
 */
export function PanelFrame({ panel }: { readonly panel: Panel }): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null);
  const ending = useRef<() => void>();
  const { plugin, name, text } = panel;
  useEffect(() => () => ending.current?.(), []);
  const onLoad = (): void => {
    const target = frame.current?.contentWindow;
    // A frame that has gone elsewhere gets no other channel.
    if (!target || ending.current) return;
    const { port1, port2 } = new MessageChannel();
    const opening: Opening = { plugin, name, theme: theme.peek() };
    target.postMessage(opening, '*', [port2]);
    ending.current = keep(openBridge({ client: theClient() }, panel, port1));
  };
  return (
    <iframe
      ref={frame}
      class="panel-frame"
      title={text}
      sandbox="allow-scripts"
      src={`/widgets/${encodeURIComponent(plugin)}/${encodeURIComponent(name)}`}
      onLoad={onLoad}
    />
  );
}

/** Keeps the panel's theme that of the page, until it is ended. */
function keep(bridge: Bridge): () => void {
  const end = effect(() => bridge.setTheme(theme.value));
  return () => {
    end();
    bridge.close();
  };
}
