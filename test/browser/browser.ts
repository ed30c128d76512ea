import assert from 'node:assert/strict';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import type { PageHost } from './page-host.ts';
import { WatchedPage } from './watched-page.ts';

const CHROMIUM = '/usr/bin/chromium';
/** How long anything may take in the browser; nothing here needs a tenth of it. */
const DEADLINE_MS = 30_000;
const WINDOW = { width: 1280, height: 800 };

let launched: Promise<Browser> | undefined;

/** The browser of this process: one for all tests of a file. Close it with {@link closeBrowser}. */
function browser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  launched ??= chromium.launch({ executablePath: CHROMIUM, args });
  return launched;
}

/** Ends the browser, if there is one; for `after`. */
export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
  launched = undefined;
}

/**
 * Opens the host's page in a browser profile of its own, let in by a ticket, and waits until it shows the
 * variables. The test fails when anything happens there that should not: see `WatchedPage.problems`.
 */
export async function openPage(host: PageHost, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const profile = await (await browser()).newContext({
    viewport: WINDOW,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...options,
  });
  profile.setDefaultTimeout(DEADLINE_MS);
  const watched = await WatchedPage.open(profile, await host.ticketUrl());
  host.leaving.push(async () => {
    await profile.close();
    assert.deepEqual(watched.problems, []);
  });
  await watched.page.getByText('connected', { exact: true }).waitFor();
  return watched;
}

/** Opens the page once more in the same browser profile, as in another tab. */
export async function openTab(host: PageHost, first: WatchedPage): Promise<WatchedPage> {
  const watched = await WatchedPage.open(first.page.context(), host.origin);
  host.leaving.push(async () => assert.deepEqual(watched.problems, []));
  await watched.page.getByText('connected', { exact: true }).waitFor();
  return watched;
}
