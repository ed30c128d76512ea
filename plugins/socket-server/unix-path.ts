import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';

/** Bytes of a Unix socket's path: sun_path of unix(7) holds 108 with a zero, that of macOS 104. */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;
const NAME = 'headframe.sock';

/**
 * Where a data folder's Unix socket is: in the folder, or under a name of its own in the user's runtime
 * folder (`$XDG_RUNTIME_DIR` of the XDG Base Directory Specification) when that path would be too long.
 * `undefined` when neither will do.
 */
export function unixPath(dataDir: string, runtimeDir: string | undefined): string | undefined {
  const path = join(dataDir, NAME);
  if (fits(path)) return path;
  if (runtimeDir === undefined || !isAbsolute(runtimeDir)) return undefined;
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const other = join(runtimeDir, `headframe-${digest}.sock`);
  return fits(other) ? other : undefined;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_PATH_BYTES;
}
