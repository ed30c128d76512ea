import type { SettingChange } from './config/index.ts';
import { Hook } from './hook.ts';

/** The size and place of a user interface's window, in CSS pixels. */
export interface Geometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A plugin's change of state; `removed` when the host has forgotten it. */
export interface StateChange {
  readonly plugin: string;
  readonly state: string;
  readonly previous: string;
}

/** The host's hooks, with when each is called. */
export interface HostHooks {
  /** The host is about to stop; all plugins are still active. */
  readonly close: Hook<void>;
  /** A user interface's window was moved or resized; that plugin calls it. */
  readonly windowGeometryChanged: Hook<Geometry>;
  /** All plugins that start with the host are active: first of the three. */
  readonly layoutsReady: Hook<void>;
  /** Their widgets are in place: second of the three. */
  readonly widgetsReady: Hook<void>;
  /** Everything may be used: last of the three. */
  readonly eventsReady: Hook<void>;
  /** A setting has a new value. */
  readonly settingsChanged: Hook<SettingChange>;
  /** A plugin is in a new state. */
  readonly pluginStateChanged: Hook<StateChange>;
  /** The host can be reached at another address, or at one fewer. */
  readonly addressesChanged: Hook<void>;
}

/** PyMiner's signals: each returns the hook of that event. */
export interface Signal {
  getCloseSignal(): Hook<void>;
  getWindowGeometryChangedSignal(): Hook<Geometry>;
  getLayoutsReadySignal(): Hook<void>;
  getWidgetsReadySignal(): Hook<void>;
  getEventsReadySignal(): Hook<void>;
  getSettingsChangedSignal(): Hook<SettingChange>;
}

/** Creates the host's hooks; `settingsChanged` is the configuration's own. */
export function createHostHooks(settingsChanged: Hook<SettingChange>): HostHooks {
  return {
    close: Hook.series('close'),
    windowGeometryChanged: Hook.parallel('windowGeometryChanged'),
    layoutsReady: Hook.series('layoutsReady'),
    widgetsReady: Hook.series('widgetsReady'),
    eventsReady: Hook.series('eventsReady'),
    settingsChanged,
    pluginStateChanged: Hook.parallel('pluginStateChanged'),
    addressesChanged: Hook.parallel('addressesChanged'),
  };
}

/** The `Signal` group over the host's hooks. */
export function createSignal(hooks: HostHooks): Signal {
  return {
    getCloseSignal: () => hooks.close,
    getWindowGeometryChangedSignal: () => hooks.windowGeometryChanged,
    getLayoutsReadySignal: () => hooks.layoutsReady,
    getWidgetsReadySignal: () => hooks.widgetsReady,
    getEventsReadySignal: () => hooks.eventsReady,
    getSettingsChangedSignal: () => hooks.settingsChanged,
  };
}
