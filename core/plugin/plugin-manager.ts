import { HeadframeError } from '../errors.ts';
import { findDependents, type Node, resolveGraph } from './graph.ts';
import { callOnce } from './lifecycle.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { createRecord, type PluginRecord } from './record.ts';
import { type TransitionContext, Transitions } from './transitions.ts';

/** The plugins of a host and their states. Its methods are called one at a time, by the host's queue. */
export class PluginManager {
  readonly #records = new Map<string, PluginRecord>();
  readonly #context: TransitionContext;
  readonly #transitions: Transitions;

  constructor(context: TransitionContext) {
    this.#context = context;
    this.#transitions = new Transitions(context, (name) => this.get(name));
  }

  /** All plugins by name. */
  get records(): ReadonlyMap<string, PluginRecord> {
    return this.#records;
  }

  /** Makes a plugin known. Throws `DUPLICATE` when its name is taken. */
  add(manifest: Manifest, builtIn: boolean): PluginRecord {
    const taken = this.#records.get(manifest.name);
    if (taken) {
      throw new HeadframeError(
        'DUPLICATE',
        `${manifest.path}: the name ${manifest.name} belongs to ${taken.manifest.path}`,
      );
    }
    const record = createRecord(manifest, builtIn);
    this.#records.set(record.name, record);
    return record;
  }

  /** Closes a plugin that nothing requires any more and forgets it. Throws `PLUGIN_REQUIRED`. */
  async remove(name: string): Promise<void> {
    await this.disable(name, false);
    const { state } = this.get(name);
    this.#records.delete(name);
    void this.#context.stateChanged.call({ plugin: name, state: 'removed', previous: state });
  }

  /** A plugin by name. Throws `UNKNOWN_PLUGIN`. */
  get(name: string): PluginRecord {
    const record = this.#records.get(name);
    if (record) return record;
    const known = [...this.#records.keys()].join(', ') || 'none';
    throw new HeadframeError(
      'UNKNOWN_PLUGIN',
      `there is no plugin ${JSON.stringify(name)} (plugins: ${known})`,
    );
  }

  /** Loads every wanted plugin that is not active, requirements first. Failures are kept in the records. */
  async settle(): Promise<void> {
    const { order, refused } = resolveGraph(this.#nodes((record) => record.wanted));
    for (const [index, name] of order.entries()) this.get(name).owner.rank = index;
    for (const [name, error] of refused) {
      const record = this.get(name);
      if (record.state !== 'active') this.#transitions.fail(record, 'requirements', error);
    }
    for (const name of order) {
      const record = this.get(name);
      if (record.state === 'active') continue;
      // One that failed by its own fault waits until somebody asks for it again.
      if (record.state === 'failed' && record.failure?.step !== 'requirements') continue;
      await this.#transitions.activate(record);
    }
  }

  /**
   * Brings the plugins to what is wanted of them now: those no longer wanted are closed, and with them
   * those that require one of them; those that are wanted are loaded, also when they had failed before.
   */
  async apply(wanted: ReadonlyMap<string, boolean>): Promise<void> {
    const closing = new Set<PluginRecord>();
    for (const [name, on] of wanted) {
      const record = this.get(name);
      record.wanted = on;
      if (on && record.state === 'failed') this.#transitions.setState(record, 'installed');
      if (on) continue;
      record.failure = undefined;
      const active = this.#nodes((one) => one.state === 'active');
      for (const one of [...findDependents(active, name), name]) closing.add(this.get(one));
    }
    for (const record of [...closing].sort((a, b) => b.owner.rank - a.owner.rank)) {
      await this.#transitions.close(record);
      if (record.wanted) this.#transitions.setState(record, 'installed');
      else await this.#transitions.deactivate(record);
    }
    await this.settle();
  }

  /** Makes one plugin active. Throws why it could not be. */
  async enable(name: string): Promise<void> {
    const record = this.get(name);
    record.wanted = true;
    if (record.state === 'active') return;
    this.#transitions.setState(record, 'installed');
    await this.settle();
    this.#throwIfFailed(record);
  }

  /** Closes one plugin, its dependents before it. Throws `PLUGIN_REQUIRED` when there are some and `cascade` is off. */
  async disable(name: string, cascade: boolean): Promise<void> {
    const record = this.get(name);
    const active = this.#nodes((one) => one.state === 'active');
    const dependents = findDependents(active, name);
    if (dependents.length > 0 && !cascade) {
      throw new HeadframeError('PLUGIN_REQUIRED', `${name} is required by ${dependents.join(', ')}`, {
        data: { dependents },
      });
    }
    for (const one of [...dependents, name]) await this.#transitions.deactivate(this.get(one));
    record.failure = undefined;
  }

  /** Loads a plugin's code anew; dependents stay as they are. Throws why it is not active afterwards. */
  async refresh(name: string): Promise<void> {
    const record = this.get(name);
    this.#context.loader.invalidate(record.manifest.path);
    if (record.running) await this.#transitions.close(record);
    try {
      const manifest = readManifest(record.manifest.path);
      if (manifest.name !== name)
        throw new HeadframeError('BAD_MANIFEST', `${manifest.file}: the name is now ${manifest.name}`);
      record.manifest = manifest;
    } catch (error) {
      this.#transitions.fail(record, 'manifest', error);
      throw error;
    }
    if (!record.wanted) return;
    this.#transitions.setState(record, 'installed');
    await this.settle();
    this.#throwIfFailed(record);
  }

  /** Closes all, dependents before what they require. */
  async closeAll(): Promise<void> {
    const byRank = [...this.#records.values()].sort((a, b) => b.owner.rank - a.owner.rank);
    for (const record of byRank) {
      if (!record.running) continue;
      await this.#transitions.close(record);
      this.#transitions.setState(record, 'disabled');
    }
  }

  /** Calls a method that runs once on an active plugin. */
  async callOnce(name: string, method: 'onInstall' | 'onUninstall'): Promise<void> {
    await callOnce(this.get(name), method);
  }

  #throwIfFailed(record: PluginRecord): void {
    if (record.state === 'failed') throw record.failure?.error;
  }

  #nodes(include: (record: PluginRecord) => boolean): Map<string, Node> {
    const nodes = new Map<string, Node>();
    for (const [name, record] of this.#records) if (include(record)) nodes.set(name, record.manifest);
    return nodes;
  }
}
