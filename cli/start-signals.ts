import type { Host } from '../core/index.ts';
import { EXIT } from './exit-code.ts';

/** The signals of a process that runs a host. */
export interface SignalWatch {
  /** Resolves when a signal has stopped the host; rejects as its stop does. */
  readonly ended: Promise<void>;
  /** Whether a signal to stop has come. */
  readonly stopping: boolean;
  /** Lets the process end by itself. */
  release(): void;
}

/** Stops the host at the first SIGINT or SIGTERM; a second one ends the process at once. `onHangup` is for SIGHUP. */
export function watchSignals(host: Host, onHangup: () => void): SignalWatch {
  let resolve = (): void => undefined;
  let reject = (_error: unknown): void => undefined;
  const ended = new Promise<void>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  // A start that fails never awaits it.
  ended.catch(() => undefined);
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm);
    host.stop().then(resolve, reject);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onHangup);
  // Without a plugin that listens nothing else would keep the process running.
  const alive = setInterval(() => undefined, 2 ** 30);
  return {
    ended,
    get stopping() {
      return signals > 0;
    },
    release() {
      clearInterval(alive);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onHangup);
    },
  };
}
