import { dirname } from 'node:path';
import { BaseExtension, type Effect } from 'headframe';
import {
  defineFramedErrors,
  registerNameCommands,
  registerSessionCommands,
  registerSettingsCommands,
} from 'headframe/framed';
import { announceChanges } from './announce-changes.ts';
import { HEARTBEAT } from './broadcasts.ts';
import { registerServerCommands } from './commands/server.ts';
import { registerVariableCommands } from './commands/variables.ts';
import { defineServerErrors } from './errors.ts';
import type { Interface } from './interface.ts';
import type { Addresses } from './listening.ts';
import { SocketServer } from './server.ts';
import type { ServerSettings } from './server-settings.ts';

/** The settings that say where to listen, and for whom. */
const ACCESS_SETTINGS: readonly string[] = [
  'host',
  'port',
  'unixSocket',
  'requireToken',
  'allowRemoteText',
  'tls',
  'http',
  'httpPort',
];

/** Offers the workspace and the settings to clients over TCP, and tells them of changes. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: ServerSettings;
  declare server: SocketServer;
  readonly #published = new Map<keyof Addresses, Effect>();
  #heartbeat: Effect | undefined;

  override onLoading(): void {
    defineFramedErrors();
    defineServerErrors();
    const { commands, configuration } = this.extensionLib;
    this.server = new SocketServer({
      settings: this.settings,
      commands,
      workspace: this.extensionLib.getInterface('workspace'),
      logger: this.logger,
      dataDir: configuration.dataDir,
      folder: dirname(configuration.targetFile),
      publish: (kind, address) => this.#publish(kind, address),
    });
  }

  override async onLoad(): Promise<void> {
    const { commands } = this.extensionLib;
    const workspace = this.extensionLib.getInterface('workspace');
    const settings = this.extensionLib.getInterface('settings');
    registerVariableCommands(commands, workspace);
    registerNameCommands(commands, workspace);
    registerSettingsCommands(commands, settings);
    registerServerCommands(commands, workspace, this.server);
    registerSessionCommands(commands, workspace.revision);
    this.scope.add('socket server', () => this.server.stop());
    announceChanges(this, workspace, this.server);
    this.tap(settings.hooks.settingsChanged, ({ plugin, key }) => {
      this.server.framed.settingsChanged(`${plugin}.${key}`);
      return plugin === this.info.name ? this.#onSetting(key) : undefined;
    });
    this.#startHeartbeat();
    await this.server.open();
  }

  /** Here, while all that a request in flight may need is still in place. */
  override onClose(): Promise<void> {
    return this.server.stop();
  }

  async #onSetting(key: string): Promise<void> {
    if (ACCESS_SETTINGS.includes(key.replace(/\..*/, ''))) await this.server.reopen();
    if (key !== 'heartbeatSeconds') return;
    await this.#heartbeat?.undo();
    this.#startHeartbeat();
  }

  #startHeartbeat(): void {
    const ms = this.settings.heartbeatSeconds * 1000;
    this.#heartbeat = this.scope.interval('heartbeat', ms, () => {
      this.server.broadcast(() => HEARTBEAT);
      this.server.framed.beat(this.server.workspace.revision());
    });
  }

  async #publish(kind: keyof Addresses, address: Addresses[typeof kind] | undefined): Promise<void> {
    await this.#published.get(kind)?.undo();
    this.#published.delete(kind);
    if (address) this.#published.set(kind, this.extensionLib.host.publish(kind, address));
  }
}
