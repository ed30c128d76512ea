import { extname } from 'node:path';

/** One file that makes up the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The files that make up the page, by path: `/index.html`, `/page.js`, `/page.css`, `/chunks/…`. */
export interface PageFiles {
  find(path: string): Promise<PageFile | undefined>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export const INDEX = '/index.html';

/** A file of the page, by its name and content. */
export function pageFile(name: string, bytes: Uint8Array): PageFile {
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', bytes };
}
