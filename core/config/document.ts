import { isUtf8 } from 'node:buffer';
import { findNodeAtOffset, getNodePath, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { ConfigProblem } from './config-error.ts';
import { codeFrame, frameRange, hide, lineStarts, positionAt, type Range } from './frame.ts';
import { FORBIDDEN_KEYS, type JsonObject, MAX_DEPTH, type Path } from './json.ts';
import type { Layer, ProblemPlace } from './layer.ts';
import { explainSyntax, readTokens, type Tokens } from './syntax.ts';
import { findKey, findNearest, toPointer, toValue, walkProperties } from './tree.ts';

/** The largest config file, in bytes. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

const BOM = '\uFEFF';

/** A config file that was read: its text, its value, and where each part of it stands. */
export class ConfigDocument implements Layer {
  readonly source: 'file' | 'local';
  readonly file: string;
  /** The text without a byte order mark. */
  readonly text: string;
  /** What to write before the text. */
  readonly bom: string;
  readonly value: JsonObject;
  readonly root: Node | undefined;
  readonly #starts: readonly number[];
  readonly #tokens: Tokens;

  private constructor(
    source: 'file' | 'local',
    file: string,
    content: string,
    problems: ConfigProblem[],
    isText = true,
  ) {
    this.source = source;
    this.file = file;
    this.bom = content.startsWith(BOM) ? BOM : '';
    this.text = content.slice(this.bom.length);
    this.#starts = lineStarts(this.text);
    this.#tokens = readTokens(this.text, MAX_DEPTH);
    this.root = this.#parse(problems);
    this.value = isText && problems.length === 0 && this.root ? (toValue(this.root) as JsonObject) : {};
  }

  /** Reads a file's bytes. With problems the document's value is empty. */
  static parse(
    source: 'file' | 'local',
    file: string,
    bytes: Uint8Array,
  ): { document: ConfigDocument; problems: ConfigProblem[] } {
    const problems: ConfigProblem[] = [];
    const content = Buffer.from(bytes).toString('utf8');
    if (bytes.length > MAX_CONFIG_BYTES) {
      const document = new ConfigDocument(source, file, '{}', problems);
      return { document, problems: [document.#at(0, '', 'the file is larger than 1 MiB', undefined, [])] };
    }
    const isText = isUtf8(bytes);
    const document = new ConfigDocument(source, file, content, problems, isText);
    if (!isText) {
      const offset = Math.max(0, document.text.indexOf('\uFFFD'));
      return {
        document,
        problems: [
          document.#at(offset, '', 'the file is not UTF-8 text', undefined, document.#tokens.literals),
        ],
      };
    }
    return { document, problems };
  }

  problem(place: ProblemPlace): ConfigProblem {
    const { path, message, hint, reveals } = place;
    const node = place.at === 'key' ? this.root && findKey(this.root, path) : undefined;
    const offset = (node ?? (this.root && findNearest(this.root, path)))?.offset ?? 0;
    return this.#at(offset, toPointer(path), message, hint, this.#hidden(offset, reveals));
  }

  #parse(problems: ConfigProblem[]): Node | undefined {
    const { tooDeep, literals } = this.#tokens;
    if (tooDeep !== undefined) {
      problems.push(this.#at(tooDeep, '', `nested deeper than ${MAX_DEPTH} levels`, undefined, literals));
      return undefined;
    }
    const errors: ParseError[] = [];
    const root = parseTree(this.text, errors, { allowTrailingComma: true });
    const [first] = errors.sort((a, b) => a.offset - b.offset);
    if (first) {
      const { offset, message, hint } = explainSyntax(this.text, first);
      problems.push(this.#at(offset, '', message, hint, literals));
    } else if (root?.type !== 'object') {
      problems.push(
        this.#at(root?.offset ?? 0, '', 'the file must hold one JSON object, {…}', undefined, literals),
      );
    } else {
      this.#checkKeys(root, problems);
    }
    return root;
  }

  #checkKeys(root: Node, problems: ConfigProblem[]): void {
    for (const { key, path, repeated } of walkProperties(root)) {
      const name = path.at(-1) ?? '';
      const { literals } = this.#tokens;
      if (FORBIDDEN_KEYS.has(name)) {
        problems.push(
          this.#at(key.offset, toPointer(path), `${name} cannot be used as a key`, undefined, literals),
        );
      } else if (repeated) {
        const hint = `the first one is in line ${positionAt(this.#starts, repeated.offset).line}`;
        problems.push(
          this.#at(
            key.offset,
            toPointer(path),
            `the key ${JSON.stringify(name)} stands here twice`,
            hint,
            literals,
          ),
        );
      }
    }
  }

  /** The values around an offset that must not be shown. */
  #hidden(offset: number, reveals: (path: Path) => boolean): Range[] {
    const { root } = this;
    const shown = frameRange(this.text, this.#starts, positionAt(this.#starts, offset).line);
    const near = this.#tokens.literals.filter(
      (one) => one.offset < shown.offset + shown.length && one.offset + one.length > shown.offset,
    );
    return near.filter((one) => {
      const node = root && findNodeAtOffset(root, one.offset, true);
      if (!node) return false;
      const path = getNodePath(node).map(String);
      const isComment = node.offset !== one.offset;
      return isComment ? path.length > 0 : !reveals(path);
    });
  }

  #at(
    offset: number,
    pointer: string,
    message: string,
    hint: string | undefined,
    hidden: readonly Range[],
  ): ConfigProblem {
    const position = positionAt(this.#starts, offset);
    const frame = codeFrame(hide(this.text, hidden), this.#starts, position);
    return { message, file: this.file, ...position, pointer, frame, hint };
  }
}
