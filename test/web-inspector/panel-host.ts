import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTestHost, type TestHost, type TestHostOptions } from '../../core/testing.ts';
import { writePlugin } from '../core/plugins.ts';

const SERVE = pathToFileURL('plugins/web-inspector/widgets/index.ts').href;

/** A plugin that takes the four positions; requests reach it by `globalThis.respond`. */
const SHOWING = `import { BaseExtension } from 'headframe';
import { servePanels } from '${SERVE}';
export class Extension extends BaseExtension {
  override onLoad(): void {
    const { respond } = servePanels(this);
    Object.assign(globalThis, { respond });
  }
}
`;

/** A plugin with a command of each role, and an interface with one remote method. */
const OFFERING = `import { BaseExtension, BaseInterface } from 'headframe';
export class Interface extends BaseInterface<Extension> {
  static override readonly remote = ['double'];
  double(value: number): number { return 2 * value; }
  secret(): string { return 'private'; }
}
export class Extension extends BaseExtension<Interface> {
  override onLoad(): void {
    for (const role of ['read', 'write', 'admin'] as const) {
      this.extensionLib.commands.register<{ value: number }>({
        name: this.info.name + '_' + role, summary: '', role,
        params: [{ name: 'value', summary: '', schema: { type: 'integer' }, default: 1 }],
        handler: ({ value }, { role: by, client }) => ({ value, by, client }),
      });
    }
    Object.assign(globalThis, { offering: this });
  }
}
`;

/** A panel whose module exports the function \`Panel\`. */
export const PANEL = `import type { Widget } from 'headframe/widget';
import { label } from './label.ts';
export const Panel: Widget<HTMLElement> = (panel, root) => { root.textContent = label + panel.name; };
`;

/** The manifest's entry of one widget. */
export function widget(name: string, config: object = {}, position = 'new_dock_window'): object {
  return { file: 'panel.ts', widget: 'Panel', position, config: { name, ...config } };
}

/** Writes a plugin that offers commands and has widgets. Returns its folder. */
export function writeOffering(parent: string, name: string, widgets: readonly object[]): string {
  return writePlugin(parent, name, OFFERING, { widgets });
}

/** Starts a host with a plugin `showing`, which shows panels, and the given others. */
export async function startPanels(
  folder: string,
  plugins: readonly string[],
  settings: NonNullable<TestHostOptions['settings']> = {},
): Promise<TestHost> {
  const showing = writePlugin(join(folder, 'showing'), 'showing', SHOWING);
  return createTestHost({ plugins: ['workspace', ...plugins, showing], settings });
}
