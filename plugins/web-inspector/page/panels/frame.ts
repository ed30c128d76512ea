import type { PanelEvents, PanelHost, Widget } from '../../widget.ts';
import { applyTheme } from '../theme/theme.ts';
import type { Answer, Opening, Question, Told } from './protocol.ts';

type Listener<K extends keyof PanelEvents> = (detail: PanelEvents[K]) => void;
type Listeners = { readonly [K in keyof PanelEvents]: Set<Listener<K>> };
/** A question without its id. */
type Asked = Question extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never;

/** Runs a widget in its frame as soon as the page has handed over its end of a channel. */
export function start(widget: Widget<HTMLElement>): void {
  const opened = new AbortController();
  const open = (event: MessageEvent<Opening>): void => {
    const [port] = event.ports;
    if (event.source !== parent || !port) return;
    opened.abort();
    const root = document.getElementById('root') ?? document.body;
    void run(widget, createHost(event.data, port), root);
  };
  addEventListener('message', open, { signal: opened.signal });
}

async function run(widget: Widget<HTMLElement>, host: PanelHost, root: HTMLElement): Promise<void> {
  try {
    await widget(host, root);
  } catch (error) {
    const text = document.createElement('p');
    text.className = 'headframe-error';
    text.setAttribute('role', 'alert');
    text.textContent = String(error);
    root.append(text);
  }
}

function createHost(opening: Opening, port: MessagePort): PanelHost {
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners: Listeners = {
    changed: new Set(),
    deleted: new Set(),
    theme: new Set(),
    connected: new Set(),
  };
  let { theme } = opening;
  let last = 0;
  const ask = (question: Asked): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, (answer) => {
        if ('error' in answer) reject(asError(answer.error));
        else resolve(answer.result);
      });
      port.postMessage({ ...question, id });
    });
  const emit = <K extends keyof PanelEvents>(event: K, detail: PanelEvents[K]): void => {
    for (const listener of [...listeners[event]]) listener(detail);
  };
  port.onmessage = ({ data }: MessageEvent<Answer | Told>) => {
    if ('event' in data) {
      if (data.event === 'theme') {
        theme = data.detail;
        applyTheme(document.documentElement.style, theme);
      }
      emit(data.event, data.detail);
      return;
    }
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  applyTheme(document.documentElement.style, theme);
  return {
    plugin: opening.plugin,
    name: opening.name,
    get theme() {
      return theme;
    },
    call: (method, params = {}) =>
      ask({ ask: 'call', method, params }) as Promise<Readonly<Record<string, unknown>>>,
    callInterface: (method, params = []) => ask({ ask: 'interface', method, params }),
    names: () => ask({ ask: 'names' }) as Promise<readonly string[]>,
    get: (name) => ask({ ask: 'get', name }),
    on(event, listener) {
      listeners[event].add(listener);
      return () => void listeners[event].delete(listener);
    },
  };
}

function asError({ code, message }: { readonly code: string; readonly message: string }): Error {
  return Object.assign(new Error(message), { code });
}
