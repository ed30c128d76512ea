/** The host's doors that the worker's modules import. */
const DOORS = ['headframe', 'headframe/codec'];

/**
 * Where the worker's module is: beside the plugin's own, of which this one is a part once it is bundled. In source
 * it is TypeScript, and imports doors of the host that has loaded this one, both of which a thread of its own has to
 * be taught first.
 */
export function workerModule(): URL {
  const [, ending] = /\/conversion\/worker-module\.(ts|js)/.exec(import.meta.url) ?? [];
  if (ending === undefined) return new URL('./conversion-worker.js', import.meta.url);
  if (ending === 'js') return new URL('../conversion-worker.js', import.meta.url);
  const source = new URL('../conversion-worker.ts', import.meta.url);
  const doors = Object.fromEntries(DOORS.map((door) => [door, import.meta.resolve(door)]));
  const hook = `const doors = ${JSON.stringify(doors)};
export const resolve = (name, context, next) => next(Object.hasOwn(doors, name) ? doors[name] : name, context);`;
  return asModule(`import { register as registerHook } from 'node:module';
import { register } from '${import.meta.resolve('tsx/esm/api')}';
register();
registerHook('${asModule(hook)}');
await import('${source.href}');`);
}

function asModule(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code).replaceAll("'", '%27')}`);
}
