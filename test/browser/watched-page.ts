import type { ConsoleMessage, Dialog, Page, Request } from 'playwright-core';

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

  readonly #origin: string;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on('console', this.#console);
    page.on('pageerror', this.#error);
    page.on('crash', this.#crash);
    page.on('dialog', this.#dialog);
    page.on('request', this.#request);
  }

  /** Shows in a page what is at an address, and keeps each error from then on. */
  static async open(page: Page, url: string): Promise<WatchedPage> {
    const watched = new WatchedPage(page, new URL(url).origin);
    await page.goto(url);
    return watched;
  }

  /**
   * Has the page show nothing of its host, in the process that shows the next one. Gives what should not have happened
   * until then.
   */
  async leave(): Promise<readonly string[]> {
    const { page } = this;
    // What the page has told before is here when that is answered.
    await page.mouse.move(0, 0);
    page.off('console', this.#console);
    page.off('pageerror', this.#error);
    page.off('crash', this.#crash);
    page.off('dialog', this.#dialog);
    page.off('request', this.#request);
    await page.goto(`${this.#origin}/nothing`);
    return this.problems;
  }

  readonly #console = (message: ConsoleMessage): void => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (this.mayLoseHost && CONNECTION_LOST.test(message.text())) return;
    this.problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  };

  readonly #error = (error: Error): void => {
    this.problems.push(`uncaught: ${error.stack ?? error.message}`);
  };

  readonly #crash = (): void => {
    this.problems.push('the page crashed');
  };

  readonly #dialog = (dialog: Dialog): void => {
    this.problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  };

  readonly #request = (request: Request): void => {
    const url = new URL(request.url());
    const isOwn = url.protocol === 'data:' || url.protocol === 'blob:' || url.origin === this.#origin;
    if (!isOwn) this.problems.push(`a request to ${url.href}`);
  };
}
