import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLIENT = new URL('../dist/clients/node/index.js', import.meta.url);

/** The package as users run it, which is built when it is not there: what Node is given for the CLI, and the client. */
export async function built(): Promise<{
  readonly cli: readonly string[];
  readonly client: typeof import('../clients/node/index.ts');
}> {
  if (!existsSync(CLIENT)) execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'ignore' });
  return { cli: [`${ROOT}bin/headframe.js`], client: await import(CLIENT.href) };
}
