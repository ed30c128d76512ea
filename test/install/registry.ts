import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const MAX_TAR_BYTES = 256 * 1024 * 1024;
/** What no program loads of a package that is installed here: npm takes its time for every file. */
const LEFT_OUT = ['./node_modules', './test', './docs', './benchmarks', '*.map', '*.md', '*.yml', '*.cc'];

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Tarball {
  readonly bytes: Buffer;
  /** As npm wants it: the SHA-512 of the bytes. */
  readonly integrity: string;
}

/** A registry of npm's on the loopback interface. */
export interface Registry {
  readonly url: string;
  /** The names that were asked for, in order. */
  readonly requests: readonly string[];
  close(): void;
}

/**
 * Serves packages: those given as tarballs or folders by name, and everything that is installed in
 * this repository, in each version. So npm installs for real and offline.
 */
export async function startRegistry(own: Readonly<Record<string, string>>): Promise<Registry> {
  const sources = installedPackages();
  for (const [name, source] of Object.entries(own)) sources.set(name, [source]);
  const requests: string[] = [];
  const tarballs = new Map<string, Tarball>();
  const tarballOf = (source: string): Tarball => {
    const tarball = tarballs.get(source) ?? pack(source);
    tarballs.set(source, tarball);
    return tarball;
  };
  const server = createServer((request, response) => {
    const [name = '', version] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/-/');
    const found = sources.get(name) ?? [];
    if (version === undefined) requests.push(name);
    const versions = found.map((source) => describe(source, sources, url, tarballOf));
    const source = found[versions.findIndex((one) => `${one.version}.tgz` === version)];
    if (source !== undefined) response.end(tarballOf(source).bytes);
    else if (found.length === 0 || version !== undefined) response.writeHead(404).end('{}');
    else response.setHeader('content-type', 'application/json').end(packument(name, versions));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url, requests, close };
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

function pack(source: string): Tarball {
  const bytes = source.endsWith('.tgz') ? readFileSync(source) : packFolder(source);
  return { bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
}

function packFolder(folder: string): Buffer {
  const left = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  const args = ['-cf', '-', '-C', folder, ...left, '--transform', 's,^\\.,package,', '.'];
  const tar = execFileSync('tar', args, { maxBuffer: MAX_TAR_BYTES, stdio: ['ignore', 'pipe', 'ignore'] });
  // To compress takes longer than all else here.
  return gzipSync(tar, { level: 0 });
}

/** Every package below this repository's `node_modules` by name, the version at the top first. */
function installedPackages(): Map<string, string[]> {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> };
  const found = new Map<string, string[]>();
  const depth = (path: string): number => path.split('node_modules/').length;
  const paths = Object.keys(lock.packages).sort((a, b) => depth(a) - depth(b));
  for (const path of paths) {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (name !== '' && existsSync(path)) found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
}

function describe(
  source: string,
  sources: ReadonlyMap<string, readonly string[]>,
  url: string,
  tarballOf: (source: string) => Tarball,
): PackageJson {
  const manifest = readManifest(source);
  const { integrity } = tarballOf(source);
  const tarball = `${url}/${manifest.name}/-/${manifest.version}.tgz`;
  // Of packages for other platforms npm would ask in vain.
  const optionalDependencies = Object.fromEntries(
    Object.entries(manifest.optionalDependencies ?? {}).filter(([name]) => sources.has(name)),
  );
  return Object.assign({ ...manifest, optionalDependencies }, { dist: { tarball, integrity } });
}

function packument(name: string, versions: readonly PackageJson[]): string {
  return JSON.stringify({
    name,
    'dist-tags': { latest: versions[0]?.version },
    versions: Object.fromEntries(versions.map((one) => [one.version, one])),
  });
}

function readManifest(source: string): PackageJson {
  if (!source.endsWith('.tgz')) return JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  return JSON.parse(execFileSync('tar', ['-xzOf', source, 'package/package.json'], { encoding: 'utf8' }));
}
