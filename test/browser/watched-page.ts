import type { ConsoleMessage, Page } from 'playwright-core';

/** What browsers say on the console when a connection cannot be made: a test that stops its host expects it. */
const CONNECTION_LOST =
  /WebSocket connection to .* failed|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|status of 401/;

/** A page of a browser of which every error is kept. */
export class WatchedPage {
  readonly page: Page;
  /** What should not have happened: errors, dialogs, violations of the security policy, requests elsewhere. */
  readonly problems: string[] = [];
  /** Whether the host may be away for a while. */
  mayLoseHost = false;

  private constructor(page: Page, origin: string) {
    this.page = page;
    page.on('console', (message) => this.#console(message));
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => this.problems.push('the page crashed'));
    page.on('dialog', (dialog) => {
      this.problems.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      const isOwn = url.protocol === 'data:' || url.protocol === 'blob:' || url.origin === origin;
      if (!isOwn) this.problems.push(`a request to ${url.href}`);
    });
  }

  /** Shows in a page what is at an address, and keeps each error from then on. */
  static async open(page: Page, url: string): Promise<WatchedPage> {
    const watched = new WatchedPage(page, new URL(url).origin);
    await page.goto(url);
    return watched;
  }

  #console(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (this.mayLoseHost && CONNECTION_LOST.test(message.text())) return;
    this.problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  }
}
