import type { AbstractValue, CallValue, ImportValue } from './abstract-value.ts';
import type { Kind, PickleKind } from './kind.ts';

const CLASS_OF_TYPE: PickleKind = { kind: 'class', pythonType: 'type' };
const FUNCTION: PickleKind = { kind: 'function', pythonType: 'function' };

/** By module and name, what a call of it gives. Names that are not listed give an object of that class. */
const RESULTS: ReadonlyMap<string, readonly [Kind, string]> = new Map<string, readonly [Kind, string]>([
  ['_codecs.encode', ['bytes', 'bytes']],
  ['builtins.bytes', ['bytes', 'bytes']],
  ['builtins.bytearray', ['bytes', 'bytearray']],
  ['builtins.complex', ['numeric', 'complex']],
  ['builtins.set', ['set', 'set']],
  ['builtins.frozenset', ['set', 'frozenset']],
  ['builtins.range', ['sequence', 'range']],
  ['collections.deque', ['sequence', 'collections.deque']],
  ['collections.OrderedDict', ['mapping', 'collections.OrderedDict']],
  ['collections.defaultdict', ['mapping', 'collections.defaultdict']],
  ['collections.Counter', ['mapping', 'collections.Counter']],
  ['decimal.Decimal', ['numeric', 'decimal.Decimal']],
  ['fractions.Fraction', ['numeric', 'fractions.Fraction']],
  ['datetime.datetime', ['datetime', 'datetime.datetime']],
  ['datetime.date', ['datetime', 'datetime.date']],
  ['datetime.time', ['datetime', 'datetime.time']],
  ['datetime.timedelta', ['datetime', 'datetime.timedelta']],
  [
    'pandas._libs.tslibs.timestamps._unpickle_timestamp',
    ['datetime', 'pandas._libs.tslibs.timestamps.Timestamp'],
  ],
  [
    'pandas._libs.tslibs.timedeltas._timedelta_unpickle',
    ['datetime', 'pandas._libs.tslibs.timedeltas.Timedelta'],
  ],
  ['pandas._libs.tslibs.nattype.__nat_unpickle', ['datetime', 'pandas._libs.tslibs.nattype.NaTType']],
  ['pandas.core.frame.DataFrame', ['table', 'pandas.core.frame.DataFrame']],
  ['pandas.core.series.Series', ['series', 'pandas.core.series.Series']],
  ['cloudpickle.cloudpickle._make_function', ['function', 'function']],
  ['cloudpickle.cloudpickle._make_skel_func', ['function', 'function']],
  ['cloudpickle.cloudpickle._fill_function', ['function', 'function']],
  ['cloudpickle.cloudpickle._make_skeleton_class', ['class', 'type']],
  ['cloudpickle.cloudpickle._make_skeleton_enum', ['class', 'enum.EnumMeta']],
  ['cloudpickle.cloudpickle._builtin_type', ['class', 'type']],
  ['cloudpickle.cloudpickle.subimport', ['object', 'module']],
  ['builtins.getattr', ['function', 'method']],
]);

/** Functions that make an object of the class which is their first argument. */
const RECONSTRUCTORS: ReadonlySet<string> = new Set([
  'copyreg._reconstructor',
  'copyreg.__newobj__',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
  'numpy.ma.core._mareconstruct',
  'pandas.core.indexes.base._new_Index',
  'pandas.core.indexes.datetimes._new_DatetimeIndex',
  'pandas.core.indexes.interval._new_IntervalIndex',
  'pandas.core.indexes.period._new_PeriodIndex',
  'pandas._libs.arrays.__pyx_unpickle_NDArrayBacked',
]);

/** First character of a numpy type code, for scalars that are no numbers. */
const SCALAR_KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['U', 'string'],
  ['S', 'bytes'],
  ['M', 'datetime'],
  ['m', 'datetime'],
  ['b', 'boolean'],
  ['V', 'object'],
  ['O', 'object'],
]);

/** By type code, or by its first character where the rest is a length. */
const SCALAR_NAMES: ReadonlyMap<string, string> = new Map([
  ...[8, 16, 32, 64].map((bits): [string, string] => [`i${bits / 8}`, `int${bits}`]),
  ...[8, 16, 32, 64].map((bits): [string, string] => [`u${bits / 8}`, `uint${bits}`]),
  ...[16, 32, 64, 128].map((bits): [string, string] => [`f${bits / 8}`, `float${bits}`]),
  ...[64, 128, 256].map((bits): [string, string] => [`c${bits / 8}`, `complex${bits}`]),
  ['b1', 'bool_'],
  ['M8', 'datetime64'],
  ['m8', 'timedelta64'],
  ['U', 'str_'],
  ['S', 'bytes_'],
  ['V', 'void'],
]);

/** Classes that are spelt like functions. */
const LOWER_CASE_CLASSES: ReadonlySet<string> = new Set([
  ...['int', 'float', 'complex', 'bool', 'str', 'bytes', 'bytearray', 'list', 'tuple', 'dict', 'set'].map(
    (name) => `builtins.${name}`,
  ),
  ...['frozenset', 'range', 'slice', 'object', 'type'].map((name) => `builtins.${name}`),
  ...['numpy.ndarray', 'numpy.dtype', 'numpy.matrix', 'collections.deque', 'collections.defaultdict'],
  ...['datetime.datetime', 'datetime.date', 'datetime.time', 'datetime.timedelta'],
  ...['float64', 'float32', 'int64', 'int32', 'bool_', 'str_'].map((name) => `numpy.${name}`),
]);

/** The kind of something imported: by the usual spelling, a class begins with a capital letter. */
export function kindOfImport({ module, name }: ImportValue): PickleKind {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (module === 'builtins' && (name === 'Ellipsis' || name === 'NotImplemented')) {
    return { kind: 'object', pythonType: name === 'Ellipsis' ? 'ellipsis' : 'NotImplementedType' };
  }
  if (module === 'pandas._libs.missing' && name === 'NA') {
    return { kind: 'object', pythonType: 'pandas._libs.missing.NAType' };
  }
  const isClass = /^_*\p{Lu}/u.test(last) || LOWER_CASE_CLASSES.has(`${module}.${name}`);
  return isClass ? CLASS_OF_TYPE : FUNCTION;
}

/** The kind of what a call gives. */
export function kindOfCall(call: CallValue): PickleKind {
  const { callee, args } = call;
  if (callee.type === 'call') return kindOfInstance(callee);
  const name = `${callee.module}.${callee.name}`;
  const first = itemOf(args, 0);
  if (RECONSTRUCTORS.has(name) && first?.type === 'import') return kindOfObject(first, call);
  if (RECONSTRUCTORS.has(name) && first?.type === 'call') return kindOfInstance(first);
  if (/^numpy\._?core\.multiarray\.scalar$/.test(name)) return kindOfScalar(first);
  if (/^numpy\._?core\.numeric\._frombuffer$/.test(name)) return array('numpy.ndarray', itemOf(args, 2));
  return kindOfObject(callee, call);
}

function kindOfObject({ module, name }: ImportValue, call: CallValue): PickleKind {
  const pythonType = module === 'builtins' ? name : `${module}.${name}`;
  const known = RESULTS.get(`${module}.${name}`);
  if (known) return { kind: known[0], pythonType: known[1] };
  if (module.startsWith('numpy') && /^(ndarray|matrix|recarray|MaskedArray)$/.test(name)) {
    return array(pythonType, itemOf(call.state, 1));
  }
  if (/^pandas\.core\.(arrays|indexes)\./.test(module) && /(Array|Index|Categorical)$/.test(name)) {
    return { kind: 'array', pythonType };
  }
  return { kind: 'object', pythonType };
}

/** An instance of a class, or a call of a type, that the pickle itself makes: how cloudpickle writes these. */
function kindOfInstance(callee: CallValue): PickleKind {
  const made = callee.callee.type === 'import' ? callee.callee.name : '';
  const named = textOf(itemOf(callee.args, made === '_make_skeleton_class' ? 1 : 0));
  if (made === '_builtin_type' && (named === 'LambdaType' || named === 'FunctionType')) return FUNCTION;
  return { kind: 'object', pythonType: named ?? 'object' };
}

function kindOfScalar(dtype: AbstractValue | undefined): PickleKind {
  const code = (dtype?.type === 'call' && textOf(itemOf(dtype.args, 0))) || '';
  const name = SCALAR_NAMES.get(code) ?? SCALAR_NAMES.get(code.charAt(0)) ?? 'generic';
  return { kind: SCALAR_KINDS.get(code.charAt(0)) ?? 'numeric', pythonType: `numpy.${name}` };
}

function array(pythonType: string, shape: AbstractValue | undefined): PickleKind {
  return shape?.type === 'tuple'
    ? { kind: 'array', pythonType, ndim: shape.length }
    : { kind: 'array', pythonType };
}

function itemOf(value: AbstractValue | undefined, index: number): AbstractValue | undefined {
  return value?.type === 'tuple' ? value.items?.[index] : undefined;
}

function textOf(value: AbstractValue | undefined): string | undefined {
  return value?.type === 'text' ? value.text : undefined;
}
