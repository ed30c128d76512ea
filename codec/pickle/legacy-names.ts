/** Names that changed between Python 2 and 3, of what pickled data refers to (CPython's `Lib/_compat_pickle.py`). */
const NAMES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['__builtin__.xrange', ['builtins', 'range']],
  ['__builtin__.unicode', ['builtins', 'str']],
  ['__builtin__.basestring', ['builtins', 'str']],
  ['__builtin__.long', ['builtins', 'int']],
  ['__builtin__.unichr', ['builtins', 'chr']],
  ['__builtin__.intern', ['sys', 'intern']],
  ['__builtin__.reduce', ['functools', 'reduce']],
  ['UserDict.UserDict', ['collections', 'UserDict']],
  ['UserDict.IterableUserDict', ['collections', 'UserDict']],
  ['UserList.UserList', ['collections', 'UserList']],
  ['UserString.UserString', ['collections', 'UserString']],
  ['exceptions.StandardError', ['builtins', 'Exception']],
]);

const MODULES: ReadonlyMap<string, string> = new Map([
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
  ['exceptions', 'builtins'],
  ['Queue', 'queue'],
  ['cPickle', 'pickle'],
  ['commands', 'subprocess'],
]);

/** What Python 3 takes an import of a pickle below protocol 3 to mean. Names that are not data stay as they are. */
export function translateLegacyName(module: string, name: string): [string, string] {
  const renamed = NAMES.get(`${module}.${name}`);
  return renamed === undefined ? [MODULES.get(module) ?? module, name] : [...renamed];
}
