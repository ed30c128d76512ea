import { BaseExtension, BaseInterface } from 'headframe';
import type { DataEvent } from 'headframe/workspace';
import type { Summary } from './summary.ts';

export class Interface extends BaseInterface<Extension> {
  /** The summary of a variable; nothing when it never was a number. */
  getSummary(name: string): Summary | undefined {
    return this.extension.summaries.get(name);
  }
}

export class Extension extends BaseExtension<Interface> {
  readonly summaries = new Map<string, Summary>();

  override onLoad(): void {
    // Runs whenever the workspace is active; the taps go when it goes.
    this.extensionLib.withInterface('workspace', ({ hooks }, scope) => {
      const update = ({ name }: DataEvent): void => this.#update(name);
      hooks.dataCreated.tap(scope, update);
      hooks.dataChanged.tap(scope, update);
      hooks.dataDeleted.tap(scope, ({ name }) => void this.summaries.delete(name));
    });
    this.extensionLib.withInterface('socket-server', ({ address }, _scope) => {
      this.logger.info({ address: address() }, 'clients may call get_summary');
    });
    this.extensionLib.commands.register<{ name: string }>({
      name: 'get_summary',
      summary: 'count, mean, least and greatest of what a numeric variable has been',
      role: 'read',
      params: [{ name: 'name', summary: 'the variable', schema: { type: 'string' } }],
      handler: ({ name }) => ({ summary: this.summaries.get(name) ?? null }),
    });
    this.extensionLib.commands.register({
      name: 'get_summaries',
      summary: 'the summaries of all numeric variables, by name',
      role: 'read',
      params: [],
      handler: () => ({ summaries: Object.fromEntries(this.summaries) }),
    });
  }

  #update(name: string): void {
    if (this.extensionLib.Data.getMetadata(name).kind !== 'numeric') return;
    const value = Number(this.extensionLib.Data.getVar(name));
    if (Number.isNaN(value)) return;
    const { count, mean, min, max } = this.summaries.get(name) ?? {
      count: 0,
      mean: 0,
      min: value,
      max: value,
    };
    this.summaries.set(name, {
      count: count + 1,
      mean: mean + (value - mean) / (count + 1),
      min: Math.min(min, value),
      max: Math.max(max, value),
    });
  }
}

declare module 'headframe' {
  interface Interfaces {
    'running-summary': Interface;
  }
}
