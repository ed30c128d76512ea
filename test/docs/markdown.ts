/** One fenced block of a document, with the paragraph before it. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The last paragraph above the block; empty when a heading or another block stands there. */
  readonly lead: string;
  /** In the document, from 1. */
  readonly line: number;
}

/** The fenced blocks of a document, in order. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let lead = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, language] = /^```(\w+)$/.exec(line) ?? [];
    if (language !== undefined) {
      const end = lines.indexOf('```', index + 1);
      if (end < 0) throw new Error(`line ${index + 1}: the block has no end`);
      blocks.push({ language, lead, line: index + 1, text: `${lines.slice(index + 1, end).join('\n')}\n` });
      lead = '';
      index = end;
    } else if (line.startsWith('#')) lead = '';
    else if (line !== '') lead = line;
  }
  return blocks;
}

/** The file that a block is the content of: its lead ends with `` `path`: ``. */
export function fileOf({ lead }: Block): string | undefined {
  return /`([^`]+)`:$/.exec(lead)?.[1];
}
