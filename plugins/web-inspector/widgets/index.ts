import type { Commands, ExtensionLib, HostControl, Logger, Scope } from 'headframe';
import { WidgetBundler } from './bundle.ts';
import { registerPanelCommands } from './commands.ts';
import { Generation } from './generation.ts';
import { POSITIONS, type Position, readPanel } from './panel.ts';
import { Panels } from './panels.ts';
import { type PanelResponse, respond } from './respond.ts';

export { type PanelResponse, WIDGETS_PATH } from './respond.ts';

/** What the panels need of the plugin that shows them. */
export interface PanelsContext {
  readonly extensionLib: Pick<ExtensionLib, 'addInserter'> & {
    readonly commands: Commands;
    readonly host: Pick<HostControl, 'inspect' | 'hooks'>;
  };
  readonly scope: Scope;
  readonly logger: Logger;
}

/**
 * Makes the page a place for the widgets of all plugins: takes the four positions, registers the commands
 * of the panels, and returns what answers requests for their documents.
 */
export function servePanels({ extensionLib, scope, logger }: PanelsContext): {
  readonly respond: (path: string) => Promise<PanelResponse>;
} {
  const generation = new Generation();
  const panels = new Panels(() => generation.advance());
  const bundler = new WidgetBundler();
  scope.add('those who wait for the host', () => generation.endAll());
  extensionLib.host.hooks.pluginStateChanged.tap(scope, () => generation.advance());
  registerPanelCommands(extensionLib.commands, panels, generation);
  for (const position of Object.keys(POSITIONS) as Position[]) {
    extensionLib.addInserter(position, (widget, config, plugin, owner) => {
      const folder = folderOf(extensionLib.host, plugin);
      return panels.add(owner, readPanel(widget, position, config, { plugin, folder }));
    });
  }
  return { respond: (path) => respond({ panels, bundler, logger }, path) };
}

function folderOf(host: Pick<HostControl, 'inspect'>, plugin: string): string {
  return host.inspect().plugins.find(({ name }) => name === plugin)?.folder ?? '';
}
