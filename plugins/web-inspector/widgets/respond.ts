import { type Logger, messageOf } from 'headframe';
import type { WidgetBundler } from './bundle.ts';
import { errorDocument, type PanelDocument, panelDocument } from './document.ts';
import type { Panels } from './panels.ts';

/** An answer to a request for a panel's document. */
export interface PanelResponse extends PanelDocument {
  readonly status: number;
}

/** What the answers are made from. */
export interface PanelSource {
  readonly panels: Panels;
  readonly bundler: Pick<WidgetBundler, 'bundle'>;
  readonly logger: Logger;
}

/** The path below which panels have their documents. */
export const WIDGETS_PATH = '/widgets/';

/** The path of a panel's document: `/widgets/<plugin>/<name>`, each part encoded. */
export function panelPath(plugin: string, name: string): string {
  return `${WIDGETS_PATH}${encodeURIComponent(plugin)}/${encodeURIComponent(name)}`;
}

/** Answers a GET for a path below {@link WIDGETS_PATH}. */
export async function respond(
  { panels, bundler, logger }: PanelSource,
  path: string,
): Promise<PanelResponse> {
  const panel = panels.list().find(({ plugin, name }) => panelPath(plugin, name) === path);
  if (!panel) return { status: 404, ...errorDocument('No panel', 'There is no such panel.') };
  try {
    return { status: 200, ...panelDocument(panel.text, await bundler.bundle(panel)) };
  } catch (error) {
    logger.error({ err: error, plugin: panel.plugin, panel: panel.name }, messageOf(error));
    return { status: 500, ...errorDocument(panel.text, messageOf(error)) };
  }
}
