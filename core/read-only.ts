/** An object whose members are computed at each access and that cannot be changed. Symbols find nothing. */
export function readOnly(get: (key: string) => unknown, keys: () => string[]): object {
  const refuse = (): boolean => false;
  return new Proxy(Object.create(null) as object, {
    get: (_, key) => (typeof key === 'string' ? get(key) : undefined),
    has: (_, key) => typeof key === 'string' && get(key) !== undefined,
    ownKeys: () => [...new Set(keys())],
    getOwnPropertyDescriptor: (_, key) => {
      const value = typeof key === 'string' ? get(key) : undefined;
      return value === undefined ? undefined : { value, enumerable: true, configurable: true };
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
  });
}
