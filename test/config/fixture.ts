import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ConfigError, type ConfigOptions, Configuration } from '../../core/config/index.ts';
import { type Manifest, readManifest } from '../../core/plugin/manifest.ts';

/** A folder for one test, removed after it. */
export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'headframe-config-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a plugin for tests has; its settings file is left out without defaults. */
export interface PluginFiles {
  readonly defaults?: object | string;
  readonly schema?: object | string;
}

/** Writes a plugin's folder and reads its manifest. */
export function createPlugin(folder: string, name: string, { defaults, schema }: PluginFiles = {}): Manifest {
  const path = join(folder, 'installed', name);
  mkdirSync(path, { recursive: true });
  const manifest = { name, ...(defaults === undefined ? {} : { settings: 'settings.json' }) };
  writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
  if (defaults !== undefined) writeFileSync(join(path, 'settings.json'), asText(defaults));
  if (schema !== undefined) writeFileSync(join(path, 'settings.schema.json'), asText(schema));
  return readManifest(path);
}

/** The plugins that most tests use. */
export function createPlugins(folder: string): Manifest[] {
  return [
    createPlugin(folder, 'socket-server', {
      defaults: { port: 12306, host: '127.0.0.1', beat: 10, modes: ['fast'], limits: { clients: 1024 } },
      schema: {
        type: 'object',
        properties: {
          port: { type: 'integer', minimum: 0, maximum: 65535 },
          host: { type: 'string', minLength: 1 },
          beat: { $ref: '#/definitions/seconds' },
          modes: { type: 'array', items: { enum: ['fast', 'safe'] } },
          policy: { enum: ['any', 'data-only', 'none'] },
          token: { type: 'string', 'x-secret': true, minLength: 4 },
          limits: {
            type: 'object',
            additionalProperties: false,
            properties: { clients: { type: 'integer' }, bytes: { type: 'integer' } },
          },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
        definitions: { seconds: { type: 'number', exclusiveMinimum: 0 } },
      },
    }),
    createPlugin(folder, 'workspace', { defaults: { history: 15, keep: true } }),
    createPlugin(folder, 'averager'),
  ];
}

/** A folder with the config file's text, and the options to load it. */
export function writeConfig(folder: string, text: string, name = 'headframe.config.jsonc'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Loads and checks a configuration, without the environment of the test's own process. */
export async function load(folder: string, options: ConfigOptions = {}): Promise<Configuration> {
  const configuration = await Configuration.load({ cwd: folder, env: {}, ...options });
  configuration.check(createPlugins(folder));
  return configuration;
}

/** The `ConfigError` that something throws. */
export async function configErrorOf(run: () => Promise<unknown>): Promise<ConfigError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it did not throw');
}

/** A file's text. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

function asText(content: object | string): string {
  return typeof content === 'string' ? content : JSON.stringify(content, null, 2);
}
