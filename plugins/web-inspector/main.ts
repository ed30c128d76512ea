import { join } from 'node:path';
import { BaseExtension, type Effect, messageOf } from 'headframe';
import { defineFramedErrors } from 'headframe/framed';
import { TICKET_MS } from './access/tickets.ts';
import { registerInspectorCommands } from './commands.ts';
import { defineInspectorErrors } from './errors.ts';
import { Inspector } from './inspector.ts';
import type { InspectorSettings } from './inspector-settings.ts';
import type { Interface } from './interface.ts';
import { createRoutes } from './routes.ts';
import { Announcer } from './sockets/announcer.ts';
import { servePanels } from './widgets/index.ts';

const SESSIONS_FILE = 'browser-sessions.json';

/** Serves a page that shows the workspace, the settings and the plugins, and its clients. */
export class Extension extends BaseExtension<Interface> {
  declare readonly settings: InspectorSettings;
  /** There from `onLoad` on. */
  declare inspector: Inspector;
  #heartbeat: Effect | undefined;
  #published: Effect | undefined;
  #ticketTimer: NodeJS.Timeout | undefined;

  override onLoading(): void {
    defineFramedErrors();
    defineInspectorErrors();
  }

  override async onLoad(): Promise<void> {
    const { commands, configuration } = this.extensionLib;
    const workspace = this.extensionLib.getInterface('workspace');
    const settings = this.extensionLib.getInterface('settings');
    const { respond } = servePanels(this);
    this.inspector = new Inspector({
      settings: this.settings,
      commands,
      workspace,
      logger: this.logger,
      dataDir: configuration.dataDir,
      sessionsFile: join(configuration.dataDir, SESSIONS_FILE),
      routes: (inspector) =>
        createRoutes(inspector, { folder: this.info.path, lib: this.extensionLib, respond }),
      audience: (isThere) => (isThere ? announcer.start() : announcer.stop()),
    });
    const announcer = new Announcer(this, workspace, this.inspector.framed);
    registerInspectorCommands(commands, this.inspector, settings);
    this.scope.add('web inspector', () => this.inspector.close());
    this.tap(settings.hooks.settingsChanged, ({ plugin, key }) => {
      this.inspector.framed.settingsChanged(`${plugin}.${key}`);
      return plugin === this.info.name ? this.#onSetting(key) : undefined;
    });
    this.#startHeartbeat();
    this.scope.add('ticket', () => clearTimeout(this.#ticketTimer));
    await this.#open();
  }

  /** Here, while all that a request in flight may need is still in place. */
  override async onClose(): Promise<void> {
    await this.inspector.close();
  }

  async #open(): Promise<void> {
    await this.inspector.open();
    const { host, port } = this.inspector.address ?? this.settings;
    this.logger.info({ host, port }, `the page is at ${this.inspector.access.address()}`);
    await this.#publish(this.inspector.access.ticketAddress());
    clearTimeout(this.#ticketTimer);
    // A ticket that does not count any more helps nobody.
    this.#ticketTimer = setTimeout(() => void this.#publish(this.inspector.access.address()), TICKET_MS);
    this.#ticketTimer.unref();
  }

  async #publish(url: string): Promise<void> {
    await this.#published?.undo();
    const { address } = this.inspector;
    if (address && !this.scope.signal.aborted)
      this.#published = this.extensionLib.host.publish('http', { ...address, url });
  }

  async #onSetting(key: string): Promise<void> {
    if (key === 'host' || key === 'port') {
      await this.#open().catch((error: unknown) => {
        this.logger.error({ err: error }, `cannot listen where the settings say now: ${messageOf(error)}`);
      });
    }
    if (key !== 'heartbeatSeconds') return;
    await this.#heartbeat?.undo();
    this.#startHeartbeat();
  }

  #startHeartbeat(): void {
    const ms = this.settings.heartbeatSeconds * 1000;
    this.#heartbeat = this.scope.interval('heartbeat', ms, () => this.inspector.beat());
  }
}
