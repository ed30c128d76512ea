import { join } from 'node:path';
import { codeOf, codeRoot } from '../core/index.ts';
import { nodeModuleLoader } from '../core/plugin/module-loader.ts';
import type { StorageReport } from '../plugins/workspace/verify.ts';
import { type Finding, finding } from './findings.ts';

const SUBJECT = 'storage';

/** The module of the workspace plugin that knows its files. */
type Verify = typeof import('../plugins/workspace/verify.ts');

/** What a check of the workspace's files in a data folder finds; it changes nothing. */
export async function storageFindings(dataDir: string, running: boolean): Promise<Finding[]> {
  const plugin = join(codeRoot, 'plugins', 'workspace');
  // Loaded as the host loads it: the plugin's own imports lead to this host then.
  const { verifyStorage } = (await nodeModuleLoader.load(plugin, 'verify.ts')) as Verify;
  const folder = join(dataDir, 'workspace');
  let report: StorageReport;
  try {
    report = verifyStorage(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [finding('ok', SUBJECT, 'nothing has been kept yet')];
    throw error;
  }
  const problems = report.problems.map(({ code, message }) => finding('error', SUBJECT, message, code));
  return [
    ...problems,
    ...leftovers(report, running),
    ...(problems.length > 0 ? [] : [summary(report, folder)]),
  ];
}

function summary({ revision, variables, records, bytes, blobs }: StorageReport, folder: string): Finding {
  const text = `${folder}: revision ${revision}, ${variables} variables, ${records} records in ${bytes} bytes, ${blobs} files of values; every sum is right`;
  return finding('ok', SUBJECT, text);
}

/** What a running host may be writing just now says nothing. */
function leftovers({ orphans, tail }: StorageReport, running: boolean): Finding[] {
  if (running) return [];
  const warn = (text: string): Finding =>
    finding('warning', SUBJECT, `${text}, as a crash leaves it; the next start removes that`);
  return [
    ...(tail > 0 ? [warn(`${tail} bytes at the end of the log are no record`)] : []),
    ...(orphans.length > 0
      ? [warn(`${orphans.length} files of values belong to nothing: ${orphans.join(', ')}`)]
      : []),
  ];
}
