import { join } from 'node:path';
import { type ExtensionLib, fromSource, packageRoot } from 'headframe';
import { Notice } from 'headframe/framed';
import { BuiltPage } from './http/built-page.ts';
import { metricsRoute } from './http/metrics-route.ts';
import type { PageFiles } from './http/page-files.ts';
import { pageRoutes } from './http/page-routes.ts';
import { reportRoute } from './http/report-route.ts';
import type { Route } from './http/route.ts';
import { SourcePage } from './http/source-page.ts';
import { variableRoute } from './http/variable-route.ts';
import type { Inspector } from './inspector.ts';
import { type PanelResponse, WIDGETS_PATH } from './widgets/index.ts';

/** Reports that browsers send are logged once in this many ms. */
const NOTICE_MS = 60_000;

/** What the routes are given, beside the inspector. */
export interface RouteSources {
  /** The plugin's folder. */
  readonly folder: string;
  readonly lib: Pick<ExtensionLib, 'host' | 'findInterface'>;
  /** Answers requests for the documents of panels. */
  respond(path: string): Promise<PanelResponse>;
}

/** All that may be asked for by HTTP. A further thing is a further line. */
export function createRoutes(inspector: Inspector, { folder, lib, respond }: RouteSources): Route[] {
  const { access, counters, logger, workspace } = inspector;
  return [
    ...pageRoutes(pageFiles(join(folder, 'page')), access),
    { method: 'GET', path: WIDGETS_PATH, needs: 'read', answer: panelDocument(respond) },
    variableRoute(workspace),
    metricsRoute(inspector, lib),
    reportRoute(counters, new Notice(logger, NOTICE_MS)),
  ];
}

function pageFiles(folder: string): PageFiles {
  return fromSource ? new SourcePage(packageRoot, folder) : new BuiltPage(folder);
}

function panelDocument(respond: RouteSources['respond']): Route['answer'] {
  return async ({ path }) => {
    const { status, headers, html } = await respond(path);
    return { status, headers, body: html };
  };
}
