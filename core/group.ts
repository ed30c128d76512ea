import { HeadframeError } from './errors.ts';
import type { Logger } from './logger.ts';
import { readOnly } from './read-only.ts';
import type { Effect, Scope } from './scope.ts';

/** The plugin that uses a group: what a group's methods register for it belongs to its scope. */
export interface Consumer {
  readonly name: string;
  readonly scope: Scope;
  readonly logger: Logger;
}

/** Makes a group's methods for one consumer. */
export type GroupFactory<G extends object = object> = (consumer: Consumer) => G;

interface Contribution {
  readonly group: string;
  readonly owner: string;
  readonly factory: GroupFactory;
  /** Made at first use, once a consumer. */
  readonly made: WeakMap<Scope, object>;
}

/**
 * The groups of functions in `extensionLib`, such as `Data` or `Program`: each is the sum of what
 * active plugins contribute to it.
 */
export class GroupRegistry {
  readonly #contributions: Contribution[] = [];

  /** Adds functions to a group until the scope is closed. */
  contribute(scope: Scope, group: string, factory: GroupFactory): Effect {
    const contribution: Contribution = { group, owner: scope.owner.name, factory, made: new WeakMap() };
    const effect = scope.add(`group ${group}`, () => {
      this.#contributions.splice(this.#contributions.indexOf(contribution), 1);
    });
    this.#contributions.push(contribution);
    return effect;
  }

  /** A group as one consumer sees it; a function that nobody contributes throws `NO_CONTRIBUTION`. */
  view(consumer: Consumer, group: string): object {
    return readOnly(
      (key) => (key === 'then' ? undefined : (this.find(consumer, group, key) ?? absent(group, key))),
      () => this.#of(group).flatMap((one) => Object.keys(make(one, consumer))),
    );
  }

  /** One function of a group, if somebody contributes it. */
  find(consumer: Consumer, group: string, key: string): unknown {
    for (const contribution of this.#of(group)) {
      const made = make(contribution, consumer);
      if (Object.hasOwn(made, key)) return Reflect.get(made, key);
    }
    return undefined;
  }

  /** Which plugins contribute to which group. */
  list(): { group: string; owner: string }[] {
    return this.#contributions.map(({ group, owner }) => ({ group, owner }));
  }

  #of(group: string): Contribution[] {
    return this.#contributions.filter((one) => one.group === group);
  }
}

function make(contribution: Contribution, consumer: Consumer): object {
  const known = contribution.made.get(consumer.scope);
  if (known) return known;
  const fresh = contribution.factory(consumer);
  contribution.made.set(consumer.scope, fresh);
  return fresh;
}

function absent(group: string, key: string): () => never {
  return () => {
    throw new HeadframeError('NO_CONTRIBUTION', `no active plugin contributes ${group}.${key}()`);
  };
}
