import { join } from 'node:path';
import { connect } from '../../clients/node/index.ts';
import { openPage } from './browser.ts';
import type { PageHost } from './page-host.ts';

/** Size of the pictures, in pixels. */
export const WINDOW = { width: 1280, height: 640 };
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

async function take(host: PageHost, colorScheme: 'light' | 'dark', folder: string): Promise<void> {
  const { page } = await openPage(host, { colorScheme, viewport: WINDOW });
  await page.getByRole('gridcell', { name: 'signal', exact: true }).click();
  await page.getByRole('tab', { name: 'Plot' }).click();
  await page.getByRole('tabpanel').locator('canvas').first().waitFor();
  // The plot is drawn in the frame after the canvas is there.
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
  await page.screenshot({ path: join(folder, `inspector-${colorScheme}.png`) });
}

/** Takes pictures of the page in light and dark: `inspector-light.png` and `inspector-dark.png` in a folder. */
export async function takeScreenshots(host: PageHost, folder: string): Promise<void> {
  await using client = await connect(host.port, { client: 'laboratory' });
  await client.setMany(variables());
  await take(host, 'light', folder);
  await take(host, 'dark', folder);
}
