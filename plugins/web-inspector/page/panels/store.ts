import { effect, type Signal, signal } from '@preact/signals';
import { type Client, ClientError } from 'headframe/client/browser';
import { client } from '../connection.ts';

/** Where a panel stands. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** A panel as the host lists it (`panels`). */
export interface Panel {
  readonly id: string;
  /** Another one for each time that the panel is inserted. */
  readonly serial: number;
  readonly plugin: string;
  readonly name: string;
  readonly text: string;
  readonly message: string;
  readonly place: 'dock' | 'toolbar' | 'toolbar-end';
  readonly side: Side;
  /** Patterns of the variables that it may read. */
  readonly variables: readonly string[];
}

/** The panels that plugins show, in the order in which they came. */
export const panels: Signal<readonly Panel[]> = signal([]);
/** Another number whenever a panel or a plugin has come, gone or changed its state. */
export const generation: Signal<number> = signal(0);

const WAIT_MS = 30_000;
const GRACE_MS = 10_000;
const RETRY_MS = 1000;
/** After these there will be no other connection. */
const FINAL: readonly string[] = ['CLOSED', 'UNAUTHENTICATED'];

/** Follows what the host shows, over all connections. */
async function follow(host: Client): Promise<void> {
  for (;;) {
    try {
      const found = await host.call('panels');
      panels.value = found.panels as Panel[];
      generation.value = found.generation as number;
      await changeAfter(host, generation.value);
    } catch (error) {
      if (error instanceof ClientError && FINAL.includes(error.code)) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function changeAfter(host: Client, since: number): Promise<void> {
  const options = { timeoutMs: WAIT_MS + GRACE_MS };
  for (;;) {
    const answer = await host.call('wait_for_host', { since, timeout_ms: WAIT_MS }, options);
    if (answer.generation !== since) return;
  }
}

effect(() => {
  if (client.value) void follow(client.value);
});
