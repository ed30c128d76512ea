/**
 * Packs the package as `npm publish` would, in a copy of the checkout: `node pack.js FILE.tgz`.
 * What stands there already is taken as it is.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyCheckout, NOT_PACKED } from './packed.ts';

const KEPT_MS = 24 * 3_600_000;
/** Those that a run of the tests has made of the same sources: they stand above the folder of what it has built. */
const VALIDATORS = fileURLToPath(new URL('../../../validators.txt', import.meta.url));

function pack(tarball: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-pack-'));
  try {
    const cwd = copyCheckout(folder, NOT_PACKED);
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd,
      env: existsSync(VALIDATORS) ? { ...process.env, HEADFRAME_VALIDATORS: VALIDATORS } : process.env,
      stdio: ['ignore', 2, 2],
    });
    const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    if (packed === undefined) throw new Error('npm pack wrote nothing');
    const incomplete = `${tarball}.part`;
    copyFileSync(join(folder, packed), incomplete);
    renameSync(incomplete, tarball);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes away what earlier runs have left there. */
function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true });
  }
}

const [, , tarball = ''] = process.argv;
if (!existsSync(tarball)) {
  sweep(dirname(tarball));
  pack(tarball);
}
