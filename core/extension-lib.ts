import type { Command, CommandContext, CommandInfo, Param, Role } from './command.ts';
import type { Configuration } from './config/index.ts';
import type { Interfaces, PublicInterface, WidgetConfig } from './extension.ts';
import type { GroupFactory } from './group.ts';
import type { HostInspection } from './inspect.ts';
import type { Program } from './program.ts';
import type { Effect, Scope } from './scope.ts';
import type { HostHooks, Signal } from './signal.ts';
import type { Inserter } from './widgets.ts';

/** The groups of functions by name: plugins add theirs by declaration merging. */
export interface Groups {
  readonly Program: Program;
  readonly Signal: Signal;
}

/** Functions of `extensionLib` itself that plugins contribute: added by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface TopLevel {}

/** The command registry as a plugin sees it: what it registers is undone when it is closed. */
export interface Commands {
  /** Offers a command to every transport. Throws `DUPLICATE` when the name is taken. */
  register<P = Record<string, unknown>>(command: Command<P>): Effect;
  /** Runs a command, as a transport does. Throws `UNKNOWN_METHOD`, `FORBIDDEN`, `BAD_PARAMS`, and the command's errors. */
  dispatch(
    name: string,
    params: readonly unknown[] | ReadonlyMap<string, unknown>,
    context: CommandContext,
  ): Promise<object>;
  /** A command's parameters in positional order. Throws `UNKNOWN_METHOD`. */
  params(name: string): readonly Param[];
  /** What a session has to be allowed to run a command. Throws `UNKNOWN_METHOD`. */
  role(name: string): Role;
  list(): Map<string, CommandInfo>;
}

/** The host's running, for plugins that show or steer it. */
export interface HostControl {
  enable(plugin: string): Promise<void>;
  disable(plugin: string, options?: { cascade?: boolean }): Promise<void>;
  refresh(plugin: string): Promise<void>;
  inspect(): HostInspection;
  /** What happens to the host and to all plugins. */
  readonly hooks: HostHooks;
  /**
   * Calls a method of a plugin's interface for somebody outside the process: only one that the plugin
   * lists under `static remote`. Throws `UNKNOWN_PLUGIN`, `PLUGIN_INACTIVE`, `NOT_REMOTE`, and what the
   * method throws.
   */
  callInterface(plugin: string, method: string, params: readonly unknown[]): unknown;
  /** Publishes where the caller can be reached, for the ready file: e.g. `tcp` → host and port. */
  publish(kind: string, address: Readonly<Record<string, unknown>>): Effect;
}

/** What every plugin is handed: the way to other plugins, to the host, and to the groups of functions. */
export interface ExtensionLib extends Groups, TopLevel {
  readonly commands: Commands;
  readonly host: HostControl;
  /** The store of all settings: the config file. */
  readonly configuration: Configuration;
  /** Survives a refresh of this plugin, and is dropped when it is disabled. */
  readonly hot: Map<string, unknown>;
  /** Another plugin's public interface. Throws `UNKNOWN_PLUGIN`, `PLUGIN_INACTIVE`. */
  getInterface<K extends keyof Interfaces & string>(name: K): PublicInterface<Interfaces[K]>;
  /** The same, or `undefined`. */
  findInterface<K extends keyof Interfaces & string>(name: K): PublicInterface<Interfaces[K]> | undefined;
  /**
   * Runs `use` whenever the other plugin is active, now or later; what it registers in `scope` is
   * undone when that plugin goes, before it is closed. Nothing needs to require it.
   */
  withInterface<K extends keyof Interfaces & string>(
    name: K,
    use: (iface: PublicInterface<Interfaces[K]>, scope: Scope) => void | Promise<void>,
  ): Effect;
  /** Adds functions to a group, or with the name `extensionLib` to this object itself. */
  contribute<G extends object>(group: string, factory: GroupFactory<G>): Effect;
  /**
   * Shows a widget through the inserter that a user interface registered, until this plugin is closed or
   * that one goes. Throws `NO_CONTRIBUTION` without one.
   */
  insertWidget(widget: unknown, insertMode: string, config?: WidgetConfig): unknown;
  /** Registers how widgets of a position are shown; the manifests' widgets that wait for it are shown at once. */
  addInserter(position: string, inserter: Inserter): Effect;
  /** The folder of the running host. */
  getMainProgramDir(): string;
}
