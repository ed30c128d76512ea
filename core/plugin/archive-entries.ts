import { HeadframeError } from '../errors.ts';

/** What an archive's directory says of one entry. Sizes in bytes. */
export interface ArchiveEntry {
  /** As it stands in the archive; a folder's ends with `/`. */
  readonly name: string;
  /** Unix mode with its type bits; 0 when the archive has none. */
  readonly mode: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly encrypted: boolean;
}

/** What a plugin may bring along, as an archive or as a folder. */
export const MAX_ENTRIES = 2000;
export const MAX_UNPACKED_BYTES = 50 * 1024 * 1024;

const MAX_RATIO = 100;
const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 1024;
const TYPE_BITS = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f<>:"|?*\\]/;

/**
 * Checks an archive by its directory alone, before anything is unpacked. Throws `BAD_ARCHIVE` with the
 * entry and the reason: a path that leaves the folder, a link, names that are the same on some file
 * system, or more than a plugin needs.
 */
export function checkEntries(entries: readonly ArchiveEntry[], archiveBytes: number): void {
  if (entries.length > MAX_ENTRIES) throw refused('', `has more than ${MAX_ENTRIES} entries`);
  for (const entry of entries) {
    const reason = nameProblem(entry.name) ?? typeProblem(entry);
    if (reason) throw refused(entry.name, reason);
  }
  checkCollisions(entries);
  checkSizes(entries, archiveBytes);
}

/** The error for an archive that is not taken. */
export function refused(entry: string, reason: string, cause?: unknown): HeadframeError {
  const shown = entry.length > 100 ? `${entry.slice(0, 100)}…` : entry;
  const text =
    entry === '' ? `the archive ${reason}` : `the archive's entry ${JSON.stringify(shown)} ${reason}`;
  return new HeadframeError('BAD_ARCHIVE', text, { cause, data: { entry: shown, reason } });
}

function nameProblem(name: string): string | undefined {
  if (name.includes('\\')) return 'has a backslash in its name';
  if (name.startsWith('/')) return 'has an absolute path';
  if (/^[A-Za-z]:/.test(name)) return 'names a drive';
  if (UNSAFE.test(name)) return 'has a character in its name that not every file system takes';
  if (name.includes('\uFFFD')) return 'has a name that is not valid UTF-8';
  if (Buffer.byteLength(name) > MAX_PATH_BYTES) return `has a path of more than ${MAX_PATH_BYTES} bytes`;
  const segments = name.replace(/\/$/, '').split('/');
  for (const segment of segments) {
    if (segment === '..') return 'leaves its folder by ..';
    if (segment === '.' || segment === '') return 'has an empty segment in its path';
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
      return `has a name of more than ${MAX_SEGMENT_BYTES} bytes`;
    if (/[. ]$/.test(segment) || RESERVED_ON_WINDOWS.test(segment))
      return 'has a name that Windows does not take';
  }
  return undefined;
}

function typeProblem({ name, mode, encrypted }: ArchiveEntry): string | undefined {
  const type = mode & TYPE_BITS;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return 'is a link or a device';
  if (type !== 0 && (type === FOLDER) !== name.endsWith('/')) return 'is both a file and a folder';
  return encrypted ? 'is encrypted' : undefined;
}

/** Two names that are one on a file system that ignores case or composes accents; a file where others need a folder. */
function checkCollisions(entries: readonly ArchiveEntry[]): void {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const claim = (kind: Map<string, string>, name: string): void => {
    const key = name.normalize('NFC').toLowerCase();
    const taken = kind.get(key);
    if (taken !== undefined && taken !== name)
      throw refused(name, `differs from ${taken} in case or accents alone`);
    kind.set(key, name);
  };
  for (const { name } of entries) {
    const path = name.replace(/\/$/, '');
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) claim(folders, parts.slice(0, depth).join('/'));
    if (name.endsWith('/')) claim(folders, path);
    else if (files.has(path.normalize('NFC').toLowerCase())) throw refused(name, 'is there twice');
    else claim(files, path);
  }
  for (const [key, name] of files) if (folders.has(key)) throw refused(name, 'is both a file and a folder');
}

function checkSizes(entries: readonly ArchiveEntry[], archiveBytes: number): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.packedBytes;
    unpacked += entry.bytes;
  }
  if (unpacked > MAX_UNPACKED_BYTES) throw refused('', `unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
  // Entries may share packed bytes, and bytes may belong to no entry: the smaller of both is what was packed.
  if (unpacked > MAX_RATIO * Math.min(packed, archiveBytes)) {
    throw refused('', `unpacks to more than ${MAX_RATIO} times its size`);
  }
}
