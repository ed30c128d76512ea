/** Takes the pictures of the page in `docs/images/`: `node --import tsx scripts/screenshots.ts`. */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connect } from '../clients/node/index.ts';
import { closeBrowser, openPage } from '../test/browser/browser.ts';
import { PageHost } from '../test/browser/page-host.ts';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const WINDOW = { width: 1280, height: 640 };
const SAMPLES = 400;

/** What a workspace in use may hold. */
function variables(): Record<string, unknown> {
  const time = Float64Array.from({ length: SAMPLES }, (_, index) => index / 100);
  return {
    experiment: 'damped oscillation',
    run: 17,
    parameters: { frequency: 1.5, damping: 0.4, channels: ['x', 'y'] },
    time,
    signal: time.map((t) => Math.exp(-0.4 * t) * Math.cos(2 * Math.PI * 1.5 * t)),
    calibrated: true,
    operator: null,
    readings: Array.from({ length: 12 }, (_, index) => Math.round(1000 * Math.sin(index)) / 1000),
  };
}

async function take(host: PageHost, colorScheme: 'light' | 'dark'): Promise<void> {
  const { page } = await openPage(host, { colorScheme, viewport: WINDOW });
  await page.getByRole('gridcell', { name: 'signal', exact: true }).click();
  await page.getByRole('tab', { name: 'Plot' }).click();
  await page.getByRole('tabpanel').locator('canvas').first().waitFor();
  // The plot is drawn in the frame after the canvas is there.
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  await page.screenshot({ path: `${FOLDER}inspector-${colorScheme}.png` });
}

const host = new PageHost({});
try {
  mkdirSync(FOLDER, { recursive: true });
  await host.start();
  await using client = await connect(host.port, { client: 'laboratory' });
  await client.setMany(variables());
  await take(host, 'light');
  await take(host, 'dark');
} finally {
  await closeBrowser();
  await host.stop();
  rmSync(host.folder, { recursive: true, force: true });
}
