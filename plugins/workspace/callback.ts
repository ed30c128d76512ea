import { HeadframeError } from 'headframe';

/** Refuses a callback that does not take just these parameters, when it is added. Throws `BAD_ARGUMENT`. */
export function checkCallback(consumer: string, callback: unknown, parameters: readonly string[]): void {
  const wanted = `(${parameters.join(', ')})`;
  if (typeof callback !== 'function') {
    throw new HeadframeError(
      'BAD_ARGUMENT',
      `${consumer}: a callback ${wanted} is needed, not ${typeof callback}`,
    );
  }
  if (callback.length === parameters.length) return;
  const name = callback.name || 'the callback';
  throw new HeadframeError(
    'BAD_ARGUMENT',
    `${consumer}: ${name} takes ${callback.length} parameters; ${wanted} will be given`,
  );
}
