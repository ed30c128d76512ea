/**
 * What a pickle may do with something that it imports. `reference`: name it; `call`: make an instance or call it;
 * `build`: give a state to what the call gave (BUILD); `fill`: add items to it. Each of the last three implies the first.
 */
export type Permission = 'reference' | 'call' | 'build' | 'fill';

/** Decides about imports by exact module and name; never by a pattern, never a whole module. */
export interface ImportPolicy {
  permits(module: string, name: string, permission: Permission): boolean;
}

const PERMISSIONS: ReadonlySet<string> = new Set<Permission>(['reference', 'call', 'build', 'fill']);

/**
 * A policy from lines such as `collections.OrderedDict call fill`: the module and name as Python 3 has them, then
 * what is permitted. A name alone is permitted to be referred to. Empty lines and those that begin with `#` are
 * skipped.
 *
 * @throws TypeError for a line that is not of this form.
 */
export function policyFromList(lines: Iterable<string>): ImportPolicy {
  const granted = new Map<string, ReadonlySet<string>>();
  for (const line of lines) {
    const [path = '', ...permissions] = line.trim().split(/\s+/);
    if (path === '' || path.startsWith('#')) continue;
    const unknown = permissions.find((permission) => !PERMISSIONS.has(permission));
    if (unknown !== undefined || !/^[^.]+(\.[^.]+)+$/.test(path)) {
      throw new TypeError(`Not "module.name permission…": ${line}`);
    }
    granted.set(path, new Set(['reference', ...permissions, ...(granted.get(path) ?? [])]));
  }
  return {
    permits: (module, name, permission) =>
      !name.includes('.') && (granted.get(`${module}.${name}`)?.has(permission) ?? false),
  };
}
