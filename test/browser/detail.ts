import type { TestContext } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type Client, connect } from '../../clients/node/index.ts';
import { keepBrowser, openPage, type PageOptions } from './browser.ts';
import { type PageHost, startPageHost } from './page-host.ts';

/** A host with its page, and a client of it that is called `colleague`. */
export interface Setting {
  readonly host: PageHost;
  readonly page: Page;
  readonly client: Client;
  /** Shows the details of a variable. */
  show(name: string): Promise<Locator>;
}

/** Wide enough for a dozen columns beside the table of variables. */
const WINDOW = { width: 2560, height: 900 };

/** Starts a host, lets `prepare` fill it, and opens its page. */
export async function openDetail(
  context: TestContext,
  prepare: (client: Client, host: PageHost) => Promise<unknown>,
  options: PageOptions = {},
): Promise<Setting> {
  await keepBrowser();
  const host = await startPageHost(context);
  const client = await connect(host.port, { client: 'colleague' });
  context.after(() => client.close());
  await prepare(client, host);
  const { page } = await openPage(host, { viewport: WINDOW, ...options });
  const show = async (name: string): Promise<Locator> => {
    await page.locator('.column-name').getByText(name, { exact: true }).click();
    const pane = page.getByRole('region', { name: `Variable ${name}`, exact: true });
    await pane.waitFor();
    return pane;
  };
  return { host, page, client, show };
}
