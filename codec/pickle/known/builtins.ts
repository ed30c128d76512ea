import {
  PyByteArray,
  PyComplex,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  type PyValue,
  pyFloat,
} from '../values.ts';
import { ElidedText } from '../values-elided.ts';
import { argumentBytes, call, type KnownLibrary, latin1Bytes, type Maker, RawData } from './known-type.ts';

const LATIN1 = new Set(['latin1', 'latin-1']);

function floatOf(value: PyValue | undefined): number | undefined {
  if (value instanceof PyFloat) return value.value;
  return typeof value === 'number' ? value : undefined;
}

/** Protocols 0 to 2 write bytes as `_codecs.encode(text, 'latin1')`. */
const encodeText: Maker = ([text, codec]) => {
  if (text instanceof ElidedText) return text;
  return encodeLatin1(text, codec);
};

const encodeLatin1 = (text: PyValue | undefined, codec: PyValue | undefined) =>
  typeof text === 'string' && typeof codec === 'string' && LATIN1.has(codec) ? latin1Bytes(text) : undefined;

const bytes: Maker = (args) => {
  if (args.length === 0) return new Uint8Array(0);
  const [value] = args;
  return args.length === 1 && value instanceof Uint8Array ? value : undefined;
};

const byteArray: Maker = (args) => {
  const [value, codec] = args;
  if (args.length === 0) return new PyByteArray(new Uint8Array(0));
  if (args.length === 2 && !(typeof codec === 'string' && LATIN1.has(codec))) return undefined;
  if (args.length === 1 && typeof value === 'string') return undefined;
  const data = argumentBytes(value);
  return data === undefined ? undefined : new PyByteArray(data.slice());
};

const complex: Maker = ([re, im]) => {
  const real = floatOf(re);
  const imaginary = floatOf(im);
  return real === undefined || imaginary === undefined ? undefined : new PyComplex(real, imaginary);
};

const set: Maker = ([items], kwargs) =>
  kwargs === undefined && (items === undefined || Array.isArray(items)) ? new Set(items ?? []) : undefined;

const frozenSet: Maker = ([items], kwargs) =>
  kwargs === undefined && (items === undefined || Array.isArray(items))
    ? new PyFrozenSet(items ?? [])
    : undefined;

/** How protocols below 4 refer to a method: `getattr(cls, 'name')`. Only ever a longer name here. */
const getAttribute: Maker = ([owner, name]) =>
  owner instanceof PyGlobal && typeof name === 'string'
    ? new PyGlobal(owner.module, `${owner.name}.${name}`)
    : undefined;

/** How protocols 0 and 1 make an instance: `copyreg._reconstructor(cls, object, None)`. */
export function reconstructedClass(args: readonly PyValue[]): PyGlobal | undefined {
  const [cls, base, state] = args;
  const plain = base instanceof PyGlobal && base.path === 'builtins.object' && state === null;
  return cls instanceof PyGlobal && plain ? cls : undefined;
}

export const builtins: KnownLibrary = {
  makers: {
    '_codecs.encode': encodeText,
    'builtins.bytes': bytes,
    'builtins.bytearray': byteArray,
    'builtins.complex': complex,
    'builtins.set': set,
    'builtins.frozenset': frozenSet,
    'builtins.getattr': getAttribute,
  },
  types: [
    {
      tag: 'complex',
      class: PyComplex,
      fields: (z: PyComplex) => ({ real: pyFloat(z.re), imag: pyFloat(z.im) }),
      make: (fields) => {
        const re = floatOf(fields.get('real'));
        const im = floatOf(fields.get('imag'));
        if (re === undefined || im === undefined) throw fields.wrong('real and imag must be numbers');
        return new PyComplex(re, im);
      },
      lower: (z: PyComplex) => call('builtins', 'complex', pyFloat(z.re), pyFloat(z.im)),
    },
    {
      tag: 'bytearray',
      class: PyByteArray,
      fields: (value: PyByteArray) => ({ data: new RawData(value.bytes) }),
      make: (fields) => new PyByteArray(fields.raw()),
      lower: (value: PyByteArray) => call('builtins', 'bytearray', value.bytes),
    },
    {
      tag: 'global',
      class: PyGlobal,
      fields: (value: PyGlobal) => ({ module: value.module, name: value.name }),
      make: (fields) => new PyGlobal(fields.text('module'), fields.text('name')),
      lower: (value: PyGlobal) => new PyObject(value, []),
    },
    {
      tag: 'object',
      class: PyObject,
      fields: (value: PyObject) => ({
        ...(value.callable instanceof PyGlobal
          ? { module: value.callable.module, name: value.callable.name }
          : { callable: value.callable }),
        how: value.how,
        args: [...value.args],
        ...(value.kwargs === undefined ? {} : { kwargs: value.kwargs }),
        ...(value.state === undefined ? {} : { state: value.state }),
        ...(value.items === undefined ? {} : { items: value.items }),
        ...(value.pairs === undefined ? {} : { pairs: value.pairs }),
      }),
      make: (fields) => {
        const how = fields.text('how');
        const kwargs = fields.optional('kwargs');
        if (how !== 'call' && how !== 'new') throw fields.wrong('how must be "call" or "new"');
        if (kwargs !== undefined && !(kwargs instanceof Map)) throw fields.wrong('kwargs must be an object');
        const callable = new PyGlobal(fields.text('module'), fields.text('name'));
        const object = new PyObject(callable, fields.list('args'), how, kwargs);
        object.state = fields.optional('state');
        if (fields.optional('items') !== undefined) object.items = [...fields.list('items')];
        if (fields.optional('pairs') !== undefined) object.pairs = [...fields.list('pairs')];
        return object;
      },
      lower: (value: PyObject) => value,
    },
  ],
};
