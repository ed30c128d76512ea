import { url } from 'node:inspector';
import { HeadframeError } from './errors.ts';

/**
 * Settles as `work` does, or rejects with `TIMEOUT` after `ms`.
 *
 * Notes: the clock is held while the process is open to a debugger (`--inspect` and its kin; Node does not tell
 * whether one is attached), so that a breakpoint never fails a plugin.
 * What `work` does after its time-out is ignored, a late rejection included.
 */
export function withTimeout<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const expire = (): void => {
      if (url() === undefined)
        reject(new HeadframeError('TIMEOUT', `${what} did not finish within ${ms} ms`));
      else timer = setTimeout(expire, ms);
    };
    let timer = setTimeout(expire, ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
