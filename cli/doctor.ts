import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { Configuration, codeOf, messageOf, readInstallation } from '../core/index.ts';
import { readFindings } from './check.ts';
import { type Context, printResult } from './context.ts';
import { EXIT } from './exit-code.ts';
import { type Finding, finding, formatFindings } from './findings.ts';
import { limitFindings } from './limit-findings.ts';
import { addCommonOptions, type CommonOptions, configOptions } from './options.ts';
import { portFindings } from './port-findings.ts';
import { findHost } from './running-host.ts';
import { storageFindings } from './storage-findings.ts';
import { addressFindings, dataFolderFindings, inspectorFindings } from './trust-findings.ts';

const PYTHON_MS = 10_000;
const OLDEST_NODE: readonly [major: number, minor: number] = [20, 19];

interface DoctorOptions extends CommonOptions {
  readonly storage?: boolean;
}

/** Adds `headframe doctor`. */
export function addDoctor(program: Command, context: Context): void {
  const command = program
    .command('doctor')
    .description(
      'look for what keeps a host from running well and safely: versions, config, plugins, data folder, token, addresses, ports, limits',
    );
  addCommonOptions(command)
    .option('--storage', "read the workspace's files through and compare every sum")
    .action((options: DoctorOptions) => doctor(context, options));
}

async function doctor(context: Context, options: DoctorOptions): Promise<void> {
  const findings = [
    checkNode(process.versions.node),
    await checkPython(context.env),
    ...(await readFindings(context, options)),
    ...(await checkPlace(context, options)),
    ...(options.storage ? await checkStorage(context, options) : []),
  ];
  const ok = findings.every(({ status }) => status !== 'error');
  context.exitCode = ok ? EXIT.ok : EXIT.failed;
  printResult(context, options.json, { ok, findings }, () => formatFindings(findings, context.colour));
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const fine = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return finding(
    fine ? 'ok' : 'error',
    'node',
    fine ? version : `${version}: Headframe needs ${OLDEST_NODE.join('.')}`,
  );
}

async function checkPython(env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['--version'], { env, timeout: PYTHON_MS });
    return finding('ok', 'python3', stdout.trim());
  } catch (error) {
    return finding(
      'warning',
      'python3',
      `plugins cannot run Python files: ${messageOf(error)}`,
      codeOf(error),
    );
  }
}

/** The data folder, the host on it, and the ports that it is to have. */
async function checkPlace(context: Context, options: CommonOptions): Promise<Finding[]> {
  try {
    const { dataDir } = await Configuration.load(configOptions(context, options));
    const host = await findHost(dataDir);
    const running = host
      ? finding('ok', 'host', `runs with pid ${host.identity.pid}`)
      : finding('ok', 'host', 'none is running');
    const folder = await checkDataDir(dataDir);
    const { configuration } = await readInstallation(configOptions(context, options));
    return [
      folder,
      ...(await dataFolderFindings(dataDir, host !== undefined)),
      running,
      ...checkSettings(configuration),
      ...(await portFindings(configuration, host?.state?.addresses ?? {})),
    ];
  } catch (error) {
    // What is wrong with the config file is a finding of its own.
    if (codeOf(error) === 'BAD_CONFIG') return [];
    throw error;
  }
}

async function checkStorage(context: Context, options: CommonOptions): Promise<Finding[]> {
  const { dataDir } = await Configuration.load(configOptions(context, options));
  return storageFindings(dataDir, (await findHost(dataDir)) !== undefined);
}

async function checkDataDir(dataDir: string): Promise<Finding> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const open = (await stat(dataDir)).mode & 0o077;
    return open
      ? finding('warning', 'data folder', `${dataDir} is open to other users until the next start`)
      : finding('ok', 'data folder', dataDir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return finding('ok', 'data folder', `${dataDir} will be made`);
    return finding('error', 'data folder', messageOf(error), codeOf(error));
  }
}

/** Whom the settings let in, and how much memory they allow. Settings that do not fit are findings of their own. */
function checkSettings(configuration: Configuration): Finding[] {
  const enabled = (plugin: string): boolean => configuration.enabled(plugin) ?? true;
  try {
    return [
      ...(enabled('socket-server') ? addressFindings(configuration.settingsOf('socket-server')) : []),
      ...(enabled('web-inspector') ? inspectorFindings(configuration.settingsOf('web-inspector')) : []),
      ...limitFindings((plugin) => configuration.settingsOf(plugin), totalmem()),
    ];
  } catch (error) {
    if (codeOf(error) === 'BAD_CONFIG') return [];
    throw error;
  }
}
