import assert from 'node:assert/strict';
import { type Browser, type BrowserContext, chromium, type ViewportSize } from 'playwright-core';
import { Kept } from '../kept.ts';
import type { PageHost } from './page-host.ts';
import { WatchedPage } from './watched-page.ts';

const CHROMIUM = '/usr/bin/chromium';
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

/** The browser, and the profile in it. */
interface Launched {
  readonly browser: Browser;
  readonly profile: BrowserContext;
}

const kept = new Kept<Launched>(({ browser }) => browser.close());

async function launch(host: PageHost): Promise<Launched> {
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  const profile = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  profile.setDefaultTimeout(DEADLINE_MS);
  // As long as one page of a site is open its process stays, and is that of the next test's page.
  const keeper = await profile.newPage();
  await keeper.goto(host.origin);
  return { browser, profile };
}

/** Ends the browser of this process, unless a page is opened again soon; for `after`. */
export function closeBrowser(): void {
  kept.leave();
}

/**
 * Opens the host's page, let in by a ticket, and waits until it shows the variables. All tests of a process have one
 * browser and one profile in it, from which a test's session is gone at its end. The test fails when anything
 * happens in the page that should not: see `WatchedPage.problems`.
 */
export async function openPage(host: PageHost, options: PageOptions = {}): Promise<WatchedPage> {
  const { profile } = await kept.take(() => launch(host));
  await profile.grantPermissions([...(options.permissions ?? [])]);
  host.leaving.push(async () => {
    await profile.clearCookies();
    await profile.clearPermissions();
  });
  return openWatched(host, profile, await host.ticketUrl(), options);
}

/** Opens the page once more in the same browser profile, as in another tab. */
export async function openTab(host: PageHost, first: WatchedPage): Promise<WatchedPage> {
  return openWatched(host, first.page.context(), host.origin, {});
}

async function openWatched(
  host: PageHost,
  profile: BrowserContext,
  url: string,
  { viewport = WINDOW, colorScheme = 'light' }: PageOptions,
): Promise<WatchedPage> {
  const page = await profile.newPage();
  await page.setViewportSize(viewport);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
  const watched = await WatchedPage.open(page, url);
  host.leaving.push(async () => {
    await page.close();
    assert.deepEqual(watched.problems, []);
  });
  await page.getByText('connected', { exact: true }).waitFor();
  return watched;
}
