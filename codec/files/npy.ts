import { CodecError } from '../errors.ts';
import { dtypeFromText } from '../pickle/values-dtype.ts';
import { NdArray } from '../pickle/values-numpy.ts';

/**
 * NPY, numpy's format for one array: magic, version, a header that is a Python dict padded to 64 bytes, the
 * elements. Source: NEP 1, and `numpy.lib.format`.
 */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const ALIGNMENT = 64;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const HEADER =
  /^\{'descr':\s*'([^']+)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d,\s]*)\),?\s*\}\s*$/;

/** An array as an NPY file, version 1.0. Throws `BAD_FILE` for one whose dtype has objects or fields. */
export function writeNpy(array: NdArray): Uint8Array[] {
  const { dtype, shape, fortran, items } = array;
  if (items !== undefined || dtypeFromText(dtype.text) === undefined || dtype.fields || dtype.subarray) {
    throw new CodecError('BAD_FILE', `an array of ${dtype.name} cannot be written as npy`);
  }
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  const dict = `{'descr': '${dtype.text}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const fixed = MAGIC.length + 4;
  const length = Math.ceil((fixed + dict.length + 1) / ALIGNMENT) * ALIGNMENT - fixed;
  const head = new Uint8Array(fixed + length).fill(SPACE);
  head.set(MAGIC);
  head.set([1, 0], MAGIC.length);
  viewOf(head).setUint16(MAGIC.length + 2, length, true);
  head.set(new TextEncoder().encode(dict), fixed);
  head[head.length - 1] = LINE_FEED;
  return [head, array.data];
}

/** The array in an NPY file of version 1 to 3. Throws `BAD_FILE` when it is none, or holds objects. */
export function readNpy(bytes: Uint8Array): NdArray {
  const isNpy = bytes.length > MAGIC.length + 6 && MAGIC.every((byte, index) => bytes[index] === byte);
  const version = bytes[MAGIC.length] ?? 0;
  if (!isNpy || version < 1 || version > 3) throw bad('it does not begin as one');
  const lengthAt = MAGIC.length + 2;
  const headerAt = lengthAt + (version === 1 ? 2 : 4);
  const view = viewOf(bytes);
  const length = version === 1 ? view.getUint16(lengthAt, true) : view.getUint32(lengthAt, true);
  const header = new TextDecoder().decode(bytes.subarray(headerAt, headerAt + length));
  const [, descr = '', order, sizes = ''] = HEADER.exec(header) ?? [];
  const dtype = dtypeFromText(descr);
  if (!dtype || dtype.kind === 'O')
    throw bad(`its header ${JSON.stringify(header.trim())} says no plain array`);
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const data = bytes.subarray(headerAt + length);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count * dtype.itemSize)
    throw bad(`it has ${data.length} bytes of elements, not those of ${sizes}`);
  return new NdArray(dtype, shape, data, order === 'True');
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function bad(what: string): CodecError {
  return new CodecError('BAD_FILE', `the file is no npy file that can be read: ${what}`);
}
