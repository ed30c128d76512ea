import type { ExtensionLib } from './extension-lib.ts';
import type { Hook, TapOptions, TapResult } from './hook.ts';
import type { Logger } from './logger.ts';
import type { Effect, Scope } from './scope.ts';

/** What a plugin knows of itself, from its manifest. `type_` and `group` are the halves of its group. */
export interface ExtensionInfo {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly icon: string;
  /** The plugin's folder. */
  readonly path: string;
  readonly type_: string;
  readonly group: string;
}

/** Where a widget goes and how it is called: PyMiner's keys. */
export interface WidgetConfig {
  readonly name?: string;
  readonly text?: string;
  readonly side?: 'left' | 'right' | 'top' | 'bottom';
  readonly message?: string;
  readonly [key: string]: unknown;
}

/** One widget that a manifest declares. The host keeps it; a plugin with a user interface shows it. */
export interface WidgetClass {
  readonly file: string;
  readonly widget: string;
  readonly position: string;
  readonly config: WidgetConfig;
  readonly autoInsert: boolean;
}

/** What the host hands to a plugin before `onLoading`. */
export interface Attachment {
  readonly extensionLib: ExtensionLib;
  readonly info: ExtensionInfo;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly logger: Logger;
  readonly widgetClasses: ReadonlyMap<string, WidgetClass>;
}

/**
 * A plugin's main class. Every method is optional and may be async: loading ones have 10 s, closing
 * ones 5 s.
 *
 * Notes: `extensionLib`, `info`, `settings`, `scope` and `logger` are there from `onLoading` on, not
 * in the constructor; `interface` and `publicInterface` from `onLoad` on.
 */
export abstract class BaseExtension<I = unknown> {
  declare readonly extensionLib: ExtensionLib;
  declare readonly info: ExtensionInfo;
  /** The plugin's settings as they are now: defaults, then the config file. Read-only; always current. */
  declare readonly settings: Readonly<Record<string, unknown>>;
  /** What the plugin has registered; undone when it is closed. */
  declare readonly scope: Scope;
  declare readonly logger: Logger;
  /** The plugin's own interface. */
  declare readonly interface: I;
  /** What other plugins see of it. */
  declare readonly publicInterface: PublicInterface<I>;
  /** The manifest's widgets by class name. */
  declare readonly widgetClasses: ReadonlyMap<string, WidgetClass>;
  /** What is shown of this plugin's widgets, by `config.name` or the widget's class. */
  readonly widgets: Map<string, unknown> = new Map();

  /** Before the interface is made. */
  onLoading(): void | Promise<void> {}
  /** When everything required is active: register here. */
  onLoad(): void | Promise<void> {}
  /** Once, after installation. */
  onInstall(): void | Promise<void> {}
  /** Once, before removal. */
  onUninstall(): void | Promise<void> {}
  /** Before what was registered is undone. */
  onClose(): void | Promise<void> {}

  /** An inserted widget by name. */
  getWidget(name: string): unknown {
    return this.widgets.get(name);
  }

  /** Listens to a hook until this plugin is closed. */
  tap<T, R>(hook: Hook<T, R>, run: (value: T) => TapResult<R>, options?: TapOptions): Effect {
    return hook.tap(this.scope, run, options);
  }
}

/**
 * What a plugin offers to others: its public methods and, under `hooks`, its hooks.
 *
 * Notes: names that begin with `_` stay private. Methods listed in `static remote` may also be called
 * from the wire.
 */
export abstract class BaseInterface<E = unknown> {
  /** Names of the methods that clients may call over the wire. */
  static readonly remote: readonly string[] = [];
  declare readonly extension: E;
}

/** Every plugin's interface by plugin name: plugins add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Interfaces {}

type Callable = (...values: never[]) => unknown;

/** What other plugins see of an interface: public methods and hooks. */
export type PublicInterface<I> = {
  readonly [K in keyof I as K extends `_${string}` | 'then'
    ? never
    : K extends 'hooks'
      ? K
      : I[K] extends Callable
        ? K
        : never]: I[K];
};
