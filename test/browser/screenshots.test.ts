import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { temporaryFolder } from '../core/plugins.ts';
import { closeBrowser } from './browser.ts';
import { startPageHost } from './page-host.ts';
import { takeScreenshots, WINDOW } from './screenshots.ts';

/** Where the documents have their pictures, which are taken anew when `HEADFRAME_SCREENSHOTS=docs`. */
const IMAGES = resolve('docs/images');
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

after(closeBrowser);

/** Width and height of a PNG (its specification, §11.2.2). */
function sizeOf(image: Buffer): { width: number; height: number } {
  assert.deepEqual(image.subarray(0, PNG.length), PNG);
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) };
}

test('pictures of the page are taken in light and dark, as the documents show them', async (context) => {
  const host = await startPageHost(context);
  const folder = process.env.HEADFRAME_SCREENSHOTS === 'docs' ? IMAGES : temporaryFolder(context);
  await takeScreenshots(host, folder);
  for (const name of ['inspector-light.png', 'inspector-dark.png']) {
    assert.deepEqual(sizeOf(readFileSync(join(folder, name))), WINDOW);
    assert.deepEqual(sizeOf(readFileSync(join(IMAGES, name))), WINDOW);
  }
  const [light, dark] = ['light', 'dark'].map((scheme) =>
    readFileSync(join(folder, `inspector-${scheme}.png`)),
  );
  assert.notDeepEqual(light, dark);
});
