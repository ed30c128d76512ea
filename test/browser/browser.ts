import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page, type ViewportSize } from 'playwright-core';
import { Kept } from '../kept.ts';
import type { PageHost } from './page-host.ts';
import { WatchedPage } from './watched-page.ts';

/** The one that has no windows, where it is installed: the same engine, with half the work beside the page. */
const CHROMIUM = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium'].find((path) =>
  existsSync(path),
);
/** How long anything may take in the browser; nothing here needs a tenth of it. */
const DEADLINE_MS = 60_000;
const WINDOW: ViewportSize = { width: 1280, height: 800 };
/** Few processes: starting one costs more than a page. */
const FLAGS = ['--process-per-site', '--disable-gpu', '--disable-software-rasterizer', '--in-process-gpu'];

/** How a page is shown. */
export interface PageOptions {
  readonly viewport?: ViewportSize;
  readonly colorScheme?: 'light' | 'dark';
  /** What the browser lets it do without asking. */
  readonly permissions?: readonly string[];
}

/** The browser, the profile in it, and the pages that no test shows anything in. */
interface Launched {
  readonly browser: Browser;
  readonly profile: BrowserContext;
  readonly idle: Page[];
}

const kept = new Kept<Launched>(({ browser }) => browser.close());

async function launch(): Promise<Launched> {
  assert.ok(CHROMIUM, 'a browser is installed');
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  const profile = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  profile.setDefaultTimeout(DEADLINE_MS);
  return { browser, profile, idle: [] };
}

/** Ends the browser of this process, unless a page is opened again soon; for `after`. */
export function closeBrowser(): void {
  kept.leave();
}

/** Has the browser there, and keeps it while a test prepares what its page is to show. */
export async function keepBrowser(): Promise<void> {
  await kept.take(launch);
}

/**
 * Opens the host's page, let in by a ticket, and waits until it shows the variables. All tests of a process have one
 * browser and one profile in it, from which a test's session is gone at its end; the next test's page is shown where
 * this one's was. The test fails when anything happens in the page that should not: see `WatchedPage.problems`.
 */
export async function openPage(host: PageHost, options: PageOptions = {}): Promise<WatchedPage> {
  const launched = await kept.take(launch);
  const { profile } = launched;
  await profile.grantPermissions([...(options.permissions ?? [])]);
  host.leaving.push(async () => {
    await profile.clearCookies();
    await profile.clearPermissions();
  });
  return openWatched(host, launched, await host.ticketUrl(), options);
}

/** Opens the page once more in the same browser profile, as in another tab. */
export async function openTab(host: PageHost): Promise<WatchedPage> {
  return openWatched(host, await kept.take(launch), host.origin, {});
}

async function openWatched(
  host: PageHost,
  { profile, idle }: Launched,
  url: string,
  { viewport = WINDOW, colorScheme = 'light' }: PageOptions,
): Promise<WatchedPage> {
  const page = idle.pop() ?? (await profile.newPage());
  await page.setViewportSize(viewport);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
  const watched = await WatchedPage.open(page, url);
  host.leaving.push(async () => {
    assert.deepEqual(await watched.leave(), []);
    idle.push(page);
  });
  await page.getByText('connected', { exact: true }).waitFor();
  return watched;
}
