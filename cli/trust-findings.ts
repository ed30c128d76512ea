import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, isLoopback, messageOf, readTokens, tokenFile } from '../core/index.ts';
import { type Finding, finding } from './findings.ts';

const OTHERS = 0o077;
const OLD_DAYS = 180;
const DAY_MS = 86_400_000;

/** Whom the socket server's settings let in. */
export function addressFindings(settings: Readonly<Record<string, unknown>>): Finding[] {
  const { host, allowRemoteText, tls } = settings;
  if (isLoopback(String(host))) return [finding('ok', 'address', `${host}: this machine alone`)];
  const subject = 'address';
  const warnings = [
    ...(allowRemoteText
      ? [`whoever reaches ${host} reads and writes all variables: socket-server.allowRemoteText is on`]
      : []),
    ...(tls ? [] : [`what goes to and from ${host} can be read on the way: socket-server.tls is not set`]),
  ];
  if (warnings.length > 0) return warnings.map((text) => finding('warning', subject, text));
  return [finding('ok', subject, `${host}: other machines too, by TLS and with a token`)];
}

/** Whom the web inspector's settings let in. */
export function inspectorFindings(settings: Readonly<Record<string, unknown>>): Finding[] {
  const host = String(settings.host);
  const allowedHosts = textsOf(settings.allowedHosts);
  const allowedOrigins = textsOf(settings.allowedOrigins);
  const subject = "web inspector's address";
  if (!isLoopback(host)) {
    const text = `other machines reach ${host}, and the page knows no TLS: it does not start there`;
    return [
      { ...finding('error', subject, text, 'NOT_LOOPBACK'), hint: 'put a proxy with TLS in front of it' },
    ];
  }
  const open = allowedOrigins.filter((origin) => /^http:/i.test(origin) && !isLoopback(hostOf(origin)));
  if (open.length > 0) {
    const text = `pages of ${open.join(', ')} may connect with a token, and can be changed on the way`;
    return [{ ...finding('warning', subject, text), hint: 'list the https: origin instead' }];
  }
  const proxies = allowedHosts.length > 0 ? `, and who comes by ${allowedHosts.join(', ')}` : '';
  return [finding('ok', subject, `${host}: this machine alone${proxies}`)];
}

/** The tokens, the modes of the data folder's files, and a lock that nobody holds. */
export async function dataFolderFindings(dataDir: string, running: boolean): Promise<Finding[]> {
  return [
    ...(await tokenFindings(dataDir)),
    ...(await modeFindings(dataDir)),
    ...(!running && existsSync(join(dataDir, 'lock'))
      ? [
          finding(
            'warning',
            'lock',
            'its host was killed, or the machine went off; the next start takes it over',
          ),
        ]
      : []),
  ];
}

async function tokenFindings(dataDir: string): Promise<Finding[]> {
  try {
    if (!readTokens(dataDir)) return [finding('ok', 'token', 'there is none; it is made when it is needed')];
    const days = Math.floor((Date.now() - (await stat(tokenFile(dataDir))).mtimeMs) / DAY_MS);
    if (days < OLD_DAYS) return [finding('ok', 'token', `${days} days old`)];
    const hint = 'headframe token rotate closes the sessions that use it';
    return [{ ...finding('warning', 'token', `${days} days old`), hint }];
  } catch (error) {
    return [finding('error', 'token', messageOf(error), codeOf(error))];
  }
}

/** Windows has no modes. */
async function modeFindings(dataDir: string): Promise<Finding[]> {
  if (process.platform === 'win32' || !existsSync(dataDir)) return [];
  const entries = await readdir(dataDir, { withFileTypes: true, recursive: true });
  const open: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    // What is gone by now is no fault.
    const mode = entry.isSymbolicLink() ? 0 : ((await stat(path).catch(() => undefined))?.mode ?? 0);
    if ((mode & OTHERS) !== 0) open.push(path);
  }
  if (open.length === 0)
    return [finding('ok', 'file modes', 'the files in the data folder are their owner’s alone')];
  const shown = open.slice(0, 3).join(', ') + (open.length > 3 ? ` and ${open.length - 3} more` : '');
  return [
    { ...finding('warning', 'file modes', `others may open ${shown}`), hint: `chmod -R go= ${dataDir}` },
  ];
}

/** The host of an origin, an IPv6 address without its brackets. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname.replace(/^\[|\]$/g, '') : '';
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
