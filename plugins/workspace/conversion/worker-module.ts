/**
 * Where the worker's module is: beside the plugin's own. In source it is TypeScript, which a thread of its own has
 * to be taught first.
 */
export function workerModule(): URL {
  const built = new URL('./conversion-worker.js', import.meta.url);
  if (!import.meta.url.includes('/conversion/worker-module.ts')) return built;
  const source = new URL('../conversion-worker.ts', import.meta.url);
  const tsx = import.meta.resolve('tsx/esm/api');
  const code = `import { register } from '${tsx}'; register(); await import('${source.href}');`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
