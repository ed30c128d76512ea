/** One fenced block of a document, with the paragraph before it. */
export interface Block {
  readonly language: string;
  /** The terminal of which the block is, as the word behind the language names it; empty: the reader's first one. */
  readonly terminal: string;
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
    const [, language, terminal = ''] = /^```(\w+)(?: (\w+))?$/.exec(line) ?? [];
    if (language !== undefined) {
      const end = lines.indexOf('```', index + 1);
      if (end < 0) throw new Error(`line ${index + 1}: the block has no end`);
      const text = `${lines.slice(index + 1, end).join('\n')}\n`;
      blocks.push({ language, terminal, lead, line: index + 1, text });
      lead = '';
      index = end;
    } else if (line.startsWith('#')) lead = '';
    else if (line !== '') lead = line;
  }
  return blocks;
}

/** The file that a block is the content of: its lead ends with `` `path`: ``, in Chinese with a wide colon. */
export function fileOf({ lead }: Block): string | undefined {
  return /`([^`]+)`[:：]$/.exec(lead)?.[1];
}
