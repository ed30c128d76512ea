import { BaseInterface } from 'headframe';
import type { Counters } from './counters.ts';
import type { Extension } from './main.ts';
import type { Address } from './page-server.ts';

export type { Counters } from './counters.ts';
export type { Address } from './page-server.ts';

/** What others may know of the web inspector. */
export class Interface extends BaseInterface<Extension> {
  static override readonly remote: readonly string[] = ['address', 'counters'];

  /** Where it listens: with port 0 the one that was chosen. */
  address(): Address | undefined {
    return this.extension.inspector.address;
  }

  /** What has happened since the plugin was loaded. */
  counters(): Counters {
    return { ...this.extension.inspector.counters };
  }
}

declare module 'headframe' {
  interface Interfaces {
    'web-inspector': Interface;
  }
}
