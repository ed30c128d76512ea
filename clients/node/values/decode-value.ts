import { decodeTypedJson } from '../../../codec/json/decode.ts';
import type { PyValue } from '../../../codec/pickle/values.ts';
import { toPlain } from './plain.ts';
import type { RawValue } from './raw-value.ts';

/** How values are read. */
export interface ReadAs {
  /**
   * Give values exactly: `1.0` as a `PyFloat`, a dict as a `Map`, a tuple as a `PyTuple`, an array as an
   * `NdArray` (see `headframe/codec`), so that written back they are what they were. Without it they become
   * plain JavaScript, see {@link toPlain}.
   */
  readonly exact?: boolean;
}

/** Longer documents are not turned into one text. */
const LONGEST_TEXT = 16 * 1024 * 1024;
const QUOTE = 0x22;
/** What `JSON.parse` would read otherwise than typed JSON: tags, escapes that may hide one, long integers, -0. */
const NOT_JUST_JSON = /\$type|\\u|\d{16}|-0/;

/**
 * The JavaScript value of a document. Nothing in a pickle is executed. Throws `CodecError`, as
 * `decodeTypedJson` and `decodePickle` of `headframe/codec` do.
 */
export function decodeValue(raw: RawValue, { exact = false }: ReadAs = {}): unknown | Promise<unknown> {
  if (raw.method === 'pickle') return decodePickled(raw, exact);
  return exact ? decodeTypedJson(raw.document, { buffers: raw.buffers }) : decodePlain(raw);
}

function decodePlain({ document, buffers }: RawValue): unknown {
  if (buffers.length === 0 && document.length <= LONGEST_TEXT) {
    const text = utf8(document);
    if (document[0] === QUOTE && !text.includes('\\')) return text.slice(1, text.lastIndexOf('"'));
    if (!NOT_JUST_JSON.test(text)) return JSON.parse(text);
  }
  return toPlain(decodeTypedJson(document, { buffers }));
}

/** Programs that meet no pickle do not load what reads them. */
async function decodePickled({ document, buffers }: RawValue, exact: boolean): Promise<unknown> {
  const { decodePickle } = await import('../../../codec/pickle/decode.ts');
  const value: PyValue = decodePickle(document, { buffers });
  return exact ? value : toPlain(value);
}

function utf8(bytes: Uint8Array): string {
  return bytes instanceof Buffer ? bytes.toString() : new TextDecoder().decode(bytes);
}
