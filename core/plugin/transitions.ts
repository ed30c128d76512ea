import { codeOf, HeadframeError, messageOf } from '../errors.ts';
import type { Hook } from '../hook.ts';
import type { StateChange } from '../signal.ts';
import { dependentError } from './graph.ts';
import { closePlugin, type LifecycleHost, LoadError, loadPlugin } from './lifecycle.ts';
import type { Partners } from './partners.ts';
import type { PluginRecord, PluginState, Step } from './record.ts';

/** What the changes of plugins' states need of the host. */
export interface TransitionContext extends LifecycleHost {
  readonly partners: Partners;
  readonly stateChanged: Hook<StateChange>;
  /** Tells the operation queue that a plugin is being worked on. */
  within<T>(plugin: string, work: () => Promise<T>): Promise<T>;
}

/** Brings one plugin from one state to another, and tells of it. Which one and when is the manager's to say. */
export class Transitions {
  readonly #context: TransitionContext;
  readonly #get: (name: string) => PluginRecord;

  constructor(context: TransitionContext, get: (name: string) => PluginRecord) {
    this.#context = context;
    this.#get = get;
  }

  /** Loads a plugin whose requirements are active, or says in its record why not. */
  async activate(record: PluginRecord): Promise<void> {
    for (const { name } of record.manifest.requirements) {
      const required = this.#get(name);
      if (required.state === 'active') continue;
      this.fail(record, 'requirements', dependentError(record.name, name, rootError(required)));
      return;
    }
    this.setState(record, 'loading');
    record.failure = undefined;
    try {
      await this.#context.within(record.name, () => loadPlugin(this.#context, record));
    } catch (error) {
      this.fail(record, error instanceof LoadError ? error.step : 'import', error);
      return;
    }
    this.setState(record, 'active');
    await this.#context.partners.arrived(record.name, record.facade.proxy);
  }

  /** Closes a plugin that is no longer wanted, and drops what was to survive its reload. */
  async deactivate(record: PluginRecord): Promise<void> {
    record.wanted = false;
    await this.close(record);
    record.hot.clear();
    this.setState(record, 'disabled');
  }

  /** Closes a plugin that runs; those that look at it let go of it first. */
  async close(record: PluginRecord): Promise<void> {
    if (!record.running) return;
    this.setState(record, 'closing');
    await this.#context.partners.leaving(record.name, this.#context.logger(record.name));
    const failures = await this.#context.within(record.name, () => closePlugin(record));
    for (const { step, label, error } of failures) {
      this.#context
        .logger(record.name)
        .error({ err: error, step }, `${record.name}: ${label} failed: ${messageOf(error)}`);
      record.failure = { step, error };
    }
  }

  /** Notes and logs why a plugin cannot be active. */
  fail(record: PluginRecord, step: Step, error: unknown): void {
    record.failure = { step, error };
    this.#context.logger(record.name).error({ err: error, code: codeOf(error), step }, messageOf(error));
    this.setState(record, 'failed');
  }

  /** Puts a plugin into a state and tells of it. */
  setState(record: PluginRecord, state: PluginState): void {
    const previous = record.state;
    if (previous === state) return;
    record.state = state;
    this.#context.logger(record.name).debug({ previous, state }, `${record.name} is ${state}`);
    void this.#context.stateChanged.call({ plugin: record.name, state, previous });
  }
}

function rootError(record: PluginRecord): HeadframeError {
  const error = record.failure?.error;
  if (error instanceof HeadframeError) return error;
  return new HeadframeError(
    'PLUGIN_INACTIVE',
    error === undefined ? `${record.name} is ${record.state}` : messageOf(error),
  );
}
