import { readFileSync } from 'node:fs';
import { type Block, fileOf, readBlocks } from './markdown.ts';

/** The how-to pages that are about plugins, each of which is made of the blocks of its page. */
export const PLUGIN_PAGES = ['settings', 'command', 'variables', 'test', 'migrate'] as const;

/** The blocks of a how-to page. */
export function readPage(name: string): Block[] {
  return readBlocks(readFileSync(`docs/how-to/${name}.md`, 'utf8'));
}

/** The files that a document has its reader write: path → text. */
export function filesOf(blocks: readonly Block[]): Record<string, string> {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      const file = fileOf(block);
      return file === undefined ? [] : [[file, block.text]];
    }),
  );
}
