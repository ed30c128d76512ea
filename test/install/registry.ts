import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A registry of npm's on the loopback interface. */
export interface Registry {
  readonly url: string;
  /** The names that were asked for, in order. */
  readonly requests: readonly string[];
}

const MODULES = 'node_modules';

/**
 * Serves packages in one version each: those given as tarballs or folders by name, and everything that
 * is installed in this repository. So npm installs for real and offline.
 */
export async function startRegistry(
  t: TestContext,
  own: Readonly<Record<string, string>>,
): Promise<Registry> {
  const requests: string[] = [];
  const tarballs = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const name = path.replace(/\/-\/.*$/, '');
    const source = own[name] ?? (existsSync(join(MODULES, name)) ? join(MODULES, name) : undefined);
    if (!path.endsWith('.tgz')) requests.push(name);
    if (source === undefined) {
      response.writeHead(404).end('{}');
      return;
    }
    const tarball = tarballs.get(name) ?? pack(source);
    tarballs.set(name, tarball);
    if (path.endsWith('.tgz')) response.end(tarball);
    else response.setHeader('content-type', 'application/json').end(describe(source, tarball, url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests };
}

/** What npm needs in its environment to use a registry and nothing of this machine's. */
export function npmEnvironment(registry: Registry, folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    npm_config_registry: registry.url,
    npm_config_cache: join(folder, '.npm-cache'),
    npm_config_userconfig: join(folder, '.npmrc'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
}

function pack(source: string): Buffer {
  if (source.endsWith('.tgz')) return readFileSync(source);
  const args = ['-cf', '-', '-C', source, '--exclude=./node_modules', '--transform', 's,^\\.,package,', '.'];
  return execFileSync('tar', ['--gzip', ...args], {
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, GZIP: '-1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The packument of one version. */
function describe(source: string, tarball: Buffer, url: string): string {
  const manifest = readManifest(source);
  const { name, version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `${url}/${name}/-/${version}.tgz`, integrity };
  // Of packages for other platforms npm would ask in vain.
  const optionalDependencies = Object.fromEntries(
    Object.entries(manifest.optionalDependencies ?? {}).filter(([one]) => existsSync(join(MODULES, one))),
  );
  const served = { ...manifest, optionalDependencies, dist };
  return JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: served } });
}

function readManifest(source: string): PackageJson {
  if (!source.endsWith('.tgz')) return JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  return JSON.parse(execFileSync('tar', ['-xzOf', source, 'package/package.json'], { encoding: 'utf8' }));
}
