import { bindParams, type GivenParams } from './command-params.ts';
import { HeadframeError } from './errors.ts';
import type { Effect, Scope } from './scope.ts';
import { compileSchema, type Schema, type Validate } from './validation.ts';

/** What a session may do: `read` gets and lists, `write` also changes values, `admin` also the host. */
export type Role = 'read' | 'write' | 'admin';

const RANK: Readonly<Record<Role, number>> = { read: 0, write: 1, admin: 2 };

/** Raw bytes in a result: the transport writes them in its own way (base64 in the text dialects). */
export class Binary {
  readonly byteLength: number;
  readonly #chunks: () => Iterable<Uint8Array>;

  /** `chunks` is called each time the bytes are read; together they are `byteLength` long. */
  constructor(byteLength: number, chunks: () => Iterable<Uint8Array>) {
    this.byteLength = byteLength;
    this.#chunks = chunks;
  }

  static of(bytes: Uint8Array): Binary {
    return new Binary(bytes.byteLength, () => [bytes]);
  }

  chunks(): Iterable<Uint8Array> {
    return this.#chunks();
  }
}

/**
 * A parameter that is a value of the workspace, as the transport has it: not parsed, not decoded.
 * What its text means depends on the command's `method` parameter.
 */
export interface WireValue {
  /** The JSON text (UTF-8), exactly as it came; a view that is valid only until the handler ends. */
  json(): Uint8Array;
  /** The raw bytes: decoded from the base64 string, or the payload as it came. Throws `BAD_BASE64`. */
  bytes(): Promise<Uint8Array>;
  /** Raw buffers that came beside the document; none in the text dialects. */
  readonly buffers: readonly Uint8Array[];
}

/** How a parameter reaches the handler: parsed JSON checked by its schema, decoded bytes, or a raw value. */
export type ParamKind = 'json' | 'bytes' | 'value' | 'values';

/** One parameter of a command. Without `default` it must be given. */
export interface Param {
  readonly name: string;
  readonly summary: string;
  /** `json` unless given. `bytes`: Uint8Array. `value`: {@link WireValue}. `values`: a Map of name → WireValue. */
  readonly kind?: ParamKind;
  /** JSON Schema of a `json` parameter. */
  readonly schema?: Schema;
  readonly default?: unknown;
}

/** Who calls. */
export interface CommandContext {
  /** The session, unique in the host; what locks and subscriptions hang from. */
  readonly session: string;
  /** The client's own name, for people. */
  readonly client: string;
  readonly role: Role;
  /** The dialect or other transport that carries the call. */
  readonly transport: string;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  /** Whether the session stays after the answer: locks need that. */
  readonly long: boolean;
  /** The plugin that carries the call: it is not closed before the answer. */
  readonly carrier?: string;
}

/** A command that any transport may dispatch. */
export interface Command<P = Record<string, unknown>> {
  /** The name on the wire. */
  readonly name: string;
  /** One line for people: what it does and returns. */
  readonly summary: string;
  readonly role: Role;
  /** In positional order. */
  readonly params: readonly Param[];
  /** Answers only while no other plugin offers a command of this name. */
  readonly standIn?: boolean;
  /** Returns a plain object (JSON values and {@link Binary}) or throws a coded error. */
  handler(params: P, context: CommandContext): object | Promise<object>;
}

/** A command as it is listed. */
export interface CommandInfo {
  readonly owner: string;
  readonly summary: string;
  readonly role: Role;
  readonly params: readonly Omit<Param, 'default'>[];
  readonly calls: number;
  readonly errors: number;
}

interface Entry {
  readonly command: Command<never>;
  readonly scope: Scope;
  readonly checks: readonly (Validate | undefined)[];
  calls: number;
  errors: number;
}

/** The commands of all plugins. Transports dispatch, plugins register; neither knows the other. */
export class CommandRegistry {
  readonly #entries = new Map<string, Entry>();
  readonly #standIns = new Map<string, Entry>();

  /** Registers a command until the scope is closed. Throws `DUPLICATE`, `BAD_ARGUMENT`. */
  register<P = Record<string, unknown>>(scope: Scope, command: Command<P>): Effect {
    const entries = command.standIn ? this.#standIns : this.#entries;
    const taken = entries.get(command.name);
    if (taken) {
      const holder = taken.scope.owner.name;
      throw new HeadframeError(
        'DUPLICATE',
        `${scope.owner.name}: the command ${command.name} belongs to ${holder}`,
      );
    }
    const checks = command.params.map((param) => (param.schema ? compileSchema(param.schema) : undefined));
    const entry: Entry = { command, scope, checks, calls: 0, errors: 0 };
    const effect = scope.add(`command ${command.name}`, () => void entries.delete(command.name));
    entries.set(command.name, entry);
    return effect;
  }

  /** The command's parameters in positional order, for a transport that has to decode them. Throws `UNKNOWN_METHOD`. */
  params(name: string): readonly Param[] {
    return this.#find(name).command.params;
  }

  /** What a session has to be allowed to run the command. Throws `UNKNOWN_METHOD`. */
  role(name: string): Role {
    return this.#find(name).command.role;
  }

  /**
   * Runs a command. `params` by position or by name, each decoded as its kind says.
   * Throws `UNKNOWN_METHOD`, `FORBIDDEN`, `BAD_PARAMS`, and what the handler throws.
   */
  async dispatch(name: string, params: GivenParams, context: CommandContext): Promise<object> {
    const entry = this.#find(name);
    const { command } = entry;
    entry.calls += 1;
    try {
      // Not `<`: of a role that there is not, neither comparison holds, and nothing may be allowed.
      if (!(RANK[context.role] >= RANK[command.role])) {
        throw new HeadframeError(
          'FORBIDDEN',
          `${name} needs the role ${command.role}; this session has ${context.role}`,
        );
      }
      return await command.handler(bindParams(command, entry.checks, params) as never, context);
    } catch (error) {
      entry.errors += 1;
      throw error;
    }
  }

  /** Every command by name, in the order of registration. */
  list(): Map<string, CommandInfo> {
    return new Map(
      [...new Map([...this.#standIns, ...this.#entries])].map(([name, { command, scope, calls, errors }]) => [
        name,
        {
          owner: scope.owner.name,
          summary: command.summary,
          role: command.role,
          params: command.params,
          calls,
          errors,
        },
      ]),
    );
  }

  #find(name: string): Entry {
    const entry = this.#entries.get(name) ?? this.#standIns.get(name);
    if (!entry) throw new HeadframeError('UNKNOWN_METHOD', `there is no method ${JSON.stringify(name)}`);
    return entry;
  }
}
