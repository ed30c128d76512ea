import { dtypeFromText, NdArray } from '../codec/index.ts';
import { HeadframeError } from '../core/index.ts';

/**
 * NPY, numpy's format for one array: magic, version, a header that is a Python dict padded to 64 bytes, the
 * elements. Source: NEP 1, and `numpy.lib.format`.
 */
const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const ALIGNMENT = 64;
const HEADER =
  /^\{'descr':\s*'([^']+)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d,\s]*)\),?\s*\}\s*$/;

/** An array as an NPY file, version 1.0. Throws `BAD_ARGUMENT` for one whose dtype has objects or fields. */
export function writeNpy(array: NdArray): Buffer[] {
  const { dtype, shape, fortran, items } = array;
  if (items !== undefined || dtypeFromText(dtype.text) === undefined || dtype.fields || dtype.subarray) {
    throw new HeadframeError('BAD_ARGUMENT', `an array of ${dtype.name} cannot be written as npy`);
  }
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  const dict = `{'descr': '${dtype.text}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const fixed = MAGIC.length + 4;
  const length = Math.ceil((fixed + dict.length + 1) / ALIGNMENT) * ALIGNMENT - fixed;
  const head = Buffer.alloc(fixed + length, ' ');
  MAGIC.copy(head);
  head.set([1, 0], MAGIC.length);
  head.writeUInt16LE(length, MAGIC.length + 2);
  head.write(dict, fixed, 'latin1');
  head[head.length - 1] = 0x0a;
  return [head, Buffer.from(array.data.buffer, array.data.byteOffset, array.data.byteLength)];
}

/** The array in an NPY file of version 1 to 3. Throws `BAD_ARGUMENT` when it is none, or holds objects. */
export function readNpy(bytes: Buffer): NdArray {
  const isNpy = bytes.length > MAGIC.length + 6 && bytes.subarray(0, MAGIC.length).equals(MAGIC);
  const version = bytes[MAGIC.length] ?? 0;
  if (!isNpy || version < 1 || version > 3) throw bad('it does not begin as one');
  const lengthAt = MAGIC.length + 2;
  const headerAt = lengthAt + (version === 1 ? 2 : 4);
  const length = version === 1 ? bytes.readUInt16LE(lengthAt) : bytes.readUInt32LE(lengthAt);
  const header = bytes.toString('utf8', headerAt, headerAt + length);
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

function bad(what: string): HeadframeError {
  return new HeadframeError('BAD_ARGUMENT', `the file is no npy file that can be read: ${what}`);
}
