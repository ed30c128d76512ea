import type { PanelEvents, PanelTheme } from '../../widget.ts';

/** What the page hands to a panel's frame, with one end of a channel, when the frame has loaded. */
export interface Opening {
  readonly plugin: string;
  readonly name: string;
  readonly theme: PanelTheme;
}

/** What a frame asks for; answered under the same id. */
export type Question = { readonly id: number } & (
  | {
      readonly ask: 'call';
      readonly method: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly ask: 'interface'; readonly method: string; readonly params: readonly unknown[] }
  | { readonly ask: 'names' }
  | { readonly ask: 'get'; readonly name: string }
);

/** What a frame is answered. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } };

/** What a frame is told unasked. */
export type Told = {
  readonly [K in keyof PanelEvents]: { readonly event: K; readonly detail: PanelEvents[K] };
}[keyof PanelEvents];

/** Reads what came from a frame, which may send anything; `undefined` when it is no question. */
export function readQuestion(data: unknown): Question | undefined {
  if (!isObject(data) || typeof data.id !== 'number') return undefined;
  const { id, ask, method, params, name } = data;
  if (ask === 'names') return { id, ask };
  if (ask === 'get' && typeof name === 'string') return { id, ask, name };
  if (ask === 'call' && typeof method === 'string' && isObject(params)) return { id, ask, method, params };
  if (ask === 'interface' && typeof method === 'string' && Array.isArray(params))
    return { id, ask, method, params };
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
