import { open } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { codeOf, messageOf } from '../errors.ts';
import { ConfigError, type ConfigProblem, throwProblems } from './config-error.ts';
import { ConfigDocument, MAX_CONFIG_BYTES } from './document.ts';

const FILE_NAME = 'headframe.config.jsonc';

/** The config file: the one given, else `headframe.config.jsonc` in the current folder. */
export function configFile(cwd: string, given: string | undefined): string {
  return given === undefined ? join(cwd, FILE_NAME) : resolve(cwd, given);
}

/** The local overlay beside a config file: `headframe.config.local.jsonc`. */
function localFile(file: string): string {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}.local${extension}`;
}

/** Reads the config file and its overlay, as far as they exist. Throws a `ConfigError` with all problems of both. */
export async function readDocuments(file: string, required: boolean): Promise<ConfigDocument[]> {
  const problems: ConfigProblem[] = [];
  const documents: ConfigDocument[] = [];
  for (const [source, path] of [
    ['file', file],
    ['local', localFile(file)],
  ] as const) {
    const bytes = await readBytes(path);
    if (bytes === undefined) {
      if (required && source === 'file') throw new ConfigError([missing(path, 'there is no such file')]);
      continue;
    }
    const read = ConfigDocument.parse(source, path, bytes);
    documents.push(read.document);
    problems.push(...read.problems);
  }
  throwProblems(problems);
  return documents;
}

/** The config file and its overlay as they are on disk, as far as they exist: file → text. */
export async function readTexts(file: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of [file, localFile(file)]) {
    const bytes = await readBytes(path);
    if (bytes !== undefined) texts.set(path, bytes.toString('utf8'));
  }
  return texts;
}

/** A file's bytes, at most one more than are allowed; `undefined` when it is not there. */
export async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const chunks: Buffer[] = [];
      let left = MAX_CONFIG_BYTES + 1;
      while (left > 0) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(left, 64 * 1024)));
        if (bytesRead === 0) break;
        chunks.push(buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      return Buffer.concat(chunks);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new ConfigError([missing(file, `it cannot be read: ${messageOf(error)}`)]);
  }
}

function missing(file: string, message: string): ConfigProblem {
  return { message, file, line: 0, col: 0, pointer: '', frame: '', hint: undefined };
}
