import type { PyValue } from '../../codec/pickle/values.ts';
import type { Metadata } from './changes/metadata.ts';
import type { CallOptions, ChangeOptions, LockOptions, TravelOptions } from './options.ts';
import type { Travelled } from './records.ts';
import { CommandRequest, type Params } from './requests/command.ts';
import type { CommandAnswer } from './requests/command-answer.ts';
import type { RequestOptions } from './requests/request.ts';
import { encodeValue } from './values/encode-value.ts';
import { toPlain } from './values/plain.ts';
import { Variable } from './variable.ts';
import { WritingClient } from './writing-client.ts';

/**
 * A client of a host: get, set and watch variables; made by `connect`. What each method rejects with is said
 * of {@link ReadingClient} and {@link WritingClient}.
 */
export class Client extends WritingClient {
  /** Sets free keys of a variable's metadata; `null` takes one away. Resolves with the metadata then. */
  updateMetadata(name: string, info: Params, options?: ChangeOptions): Promise<Metadata> {
    const take = (answer: CommandAnswer): Metadata => answer.json().metadata as Metadata;
    return this.#change('update_metadata', { name, info }, take, options);
  }

  /** Goes back by up to so many revisions, 1 unless given; `steps` of the result says how many there were. */
  undo(name: string, { steps = 1, ...options }: TravelOptions = {}): Promise<Travelled> {
    return this.#change('undo', { name, steps }, (answer) => answer.json() as unknown as Travelled, options);
  }

  /** Goes forward again, as `undo` goes back. */
  redo(name: string, { steps = 1, ...options }: TravelOptions = {}): Promise<Travelled> {
    return this.#change('redo', { name, steps }, (answer) => answer.json() as unknown as Travelled, options);
  }

  /** Brings back the variable deleted last under a name, or the one with an index of the recycle bin. */
  restore(key: string | number, options?: ChangeOptions): Promise<{ name: string; revision: number }> {
    const take = (answer: CommandAnswer) => answer.json() as { name: string; revision: number };
    return this.#change('restore', { name: key }, take, options);
  }

  /** Gives a variable another name, its history too; resolves with its revision. Rejects with `NOT_FOUND`, `DUPLICATE`. */
  rename(name: string, newName: string, options?: ChangeOptions): Promise<number> {
    const params = { name, new_name: newName };
    return this.#change('rename_variable', params, (answer) => Number(answer.json().revision), options);
  }

  /** Moves all variables into the recycle bin; resolves with their names. */
  clear(options?: RequestOptions): Promise<string[]> {
    return this.#change('clear', {}, (answer) => answer.json().deleted as string[], options);
  }

  /** Adds to a number in one step; one that does not exist counts as 0. */
  increment(
    name: string,
    by: number = 1,
    options?: ChangeOptions,
  ): Promise<{ value: number | bigint; revision: number }> {
    const take = (answer: CommandAnswer) => ({
      value: toPlain(answer.value('value') as PyValue) as number | bigint,
      revision: Number(answer.json().revision),
    });
    return this.#change('increment', { name, by }, take, options);
  }

  /**
   * Keeps others from changing a variable for so many milliseconds, 10,000 unless given, or until the
   * connection ends. Asked for again, it is extended. `until`: milliseconds since 1970. Rejects with `LOCKED`.
   */
  lock(name: string, { leaseMs, ...options }: LockOptions = {}): Promise<{ until: number }> {
    const params = { name, holder: this.client, lease_ms: leaseMs };
    const take = (answer: CommandAnswer) => ({ until: Number(answer.json().until) * 1000 });
    return this.submit(new CommandRequest('lock', params, take), options);
  }

  /** Gives a lock back; false when there was none. */
  unlock(name: string, options?: RequestOptions): Promise<boolean> {
    const take = (answer: CommandAnswer) => answer.json().unlocked === true;
    return this.submit(new CommandRequest('unlock', { name }, take), options);
  }

  /**
   * Runs any command of the host by its name (`list_methods` lists them); resolves with its result as JSON,
   * with a `Uint8Array` where that has bytes.
   */
  async call(
    method: string,
    params: Params = {},
    { values = {}, ...options }: CallOptions = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const given = Object.entries(values).map(([param, value]) => ({
      param,
      value: encodeValue(value, 'json'),
    }));
    const request = new CommandRequest(method, params, (answer) => answer.json(), { values: given });
    return this.submit(request, options);
  }

  /**
   * Calls a method of a plugin's interface that may be called from outside; resolves with what it returns,
   * as plain JavaScript. Rejects with `PLUGIN_INACTIVE`, `UNKNOWN_METHOD`.
   */
  callInterface<T = unknown>(
    plugin: string,
    method: string,
    params: readonly unknown[] = [],
    options?: RequestOptions,
  ): Promise<T> {
    const take = (answer: CommandAnswer): T => toPlain(answer.value('value') as PyValue) as T;
    return this.submit(
      new CommandRequest('call_interface', { interface: plugin, method, params }, take),
      options,
    );
  }

  /** A handle of one variable, of a type that the caller vouches for. */
  variable<T = unknown>(name: string): Variable<T> {
    return new Variable(this, name);
  }

  #change<T>(
    method: string,
    params: Params,
    take: (answer: CommandAnswer) => T,
    { ifRevision, ...options }: ChangeOptions = {},
  ): Promise<T> {
    const all = { ...params, provider: this.client, if_revision: ifRevision };
    return this.submit(new CommandRequest(method, all, take), options);
  }
}
