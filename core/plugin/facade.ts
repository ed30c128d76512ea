import { HeadframeError } from '../errors.ts';
import { Hook } from '../hook.ts';
import { readOnly } from '../read-only.ts';

/**
 * What other plugins hold of a plugin's interface: one object for the plugin's whole life.
 *
 * Notes: methods are looked up at the call, so the object survives the provider's reload; while the
 * provider is off they throw `PLUGIN_INACTIVE`. Names with a leading `_`, `then` (an awaited facade
 * must stay what it is) and fields that are no functions are hidden. Hooks keep their taps over a
 * reload.
 */
export class Facade {
  readonly plugin: string;
  readonly proxy: object;
  readonly #hooks = new Map<string, Hook<unknown, unknown>>();
  readonly #hooksProxy: object;
  readonly #methods = new Map<string, (...values: unknown[]) => unknown>();
  #target: object | undefined;

  constructor(plugin: string) {
    this.plugin = plugin;
    this.#hooksProxy = readOnly(
      (key) => this.#hooks.get(key),
      () => [...this.#hooks.keys()],
    );
    this.proxy = readOnly(
      (key) => this.#get(key),
      () => [...this.#keys()],
    );
  }

  /** The interface behind it while the plugin is active. */
  get target(): object | undefined {
    return this.#target;
  }

  /** Puts a fresh interface behind the facade; its hooks take over the taps of those before it. */
  fill(target: object): void {
    this.#target = target;
    const fresh = new Map(hooksOf(target));
    for (const [name, hook] of fresh) {
      const previous = this.#hooks.get(name);
      if (previous && previous.kind === hook.kind) hook.adopt(previous);
      this.#hooks.set(name, hook);
    }
    // All methods are made now: one that nobody has used yet must throw too while the provider is off.
    for (const _ of this.#keys());
  }

  /** Takes the interface away: from now on its methods throw. */
  empty(): void {
    this.#target = undefined;
  }

  /** All hooks that the interface has, by name. */
  hooks(): ReadonlyMap<string, Hook<unknown, unknown>> {
    return this.#hooks;
  }

  /**
   * Calls a method for somebody outside the process: only one that the interface's class lists under
   * `static remote`. Throws `PLUGIN_INACTIVE`, `NOT_REMOTE` (also when there is no such method), and what
   * the method throws.
   */
  callRemote(method: string, values: readonly unknown[]): unknown {
    const target = this.#target;
    if (target && !isRemote(target, method)) {
      throw new HeadframeError('NOT_REMOTE', `clients cannot call ${this.plugin}.${method}()`);
    }
    return this.#call(method, [...values]);
  }

  #get(key: string): unknown {
    if (key === 'hooks') return this.#hooksProxy;
    if (!isPublic(key)) return undefined;
    const known = this.#methods.get(key);
    if (this.#target === undefined) return known;
    if (typeof Reflect.get(this.#target, key) !== 'function') return undefined;
    if (known) return known;
    const method = (...values: unknown[]): unknown => this.#call(key, values);
    this.#methods.set(key, method);
    return method;
  }

  #call(key: string, values: unknown[]): unknown {
    const target = this.#target;
    if (target === undefined) {
      throw new HeadframeError(
        'PLUGIN_INACTIVE',
        `${this.plugin} is not active: ${this.plugin}.${key}() cannot be called`,
      );
    }
    // A plain member expression: Reflect.get costs several times as much.
    const method = (target as Record<string, unknown>)[key];
    if (typeof method !== 'function') {
      throw new HeadframeError('PLUGIN_INACTIVE', `${this.plugin} has no method ${key}() any more`);
    }
    return Reflect.apply(method, target, values);
  }

  *#keys(): Iterable<string> {
    yield 'hooks';
    for (
      let level = this.#target;
      level && level !== Object.prototype;
      level = Object.getPrototypeOf(level)
    ) {
      for (const key of Object.getOwnPropertyNames(level)) if (key !== 'hooks' && this.#get(key)) yield key;
    }
  }
}

function isRemote(target: object, method: string): boolean {
  const remote: unknown = Reflect.get(target.constructor, 'remote');
  if (!Array.isArray(remote) || !remote.includes(method)) return false;
  return isPublic(method) && typeof Reflect.get(target, method) === 'function';
}

function isPublic(key: string): boolean {
  return !key.startsWith('_') && key !== 'then' && key !== 'constructor' && !(key in Object.prototype);
}

function* hooksOf(target: object): Iterable<[string, Hook<unknown, unknown>]> {
  const hooks: unknown = Reflect.get(target, 'hooks');
  if (typeof hooks !== 'object' || hooks === null) return;
  for (const [name, hook] of Object.entries(hooks)) if (hook instanceof Hook) yield [name, hook];
}
