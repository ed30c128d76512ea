import { Worker } from 'node:worker_threads';
import { workspaceError } from '../errors.ts';
import type { Method, StoredValue } from '../value.ts';
import { copyParts } from './hand-over.ts';
import { type ConversionAnswer, type ConversionJob, unwrap } from './job.ts';
import { workerModule } from './worker-module.ts';

/** Conversions that may wait; each holds its value. */
const MAX_WAITING = 64;
/** Memory for JavaScript objects of the worker, MiB: more than the largest value that is decoded needs. */
const WORKER_MIB = 4096;
/** How long the worker is kept without work, ms. */
const IDLE_MS = 30_000;

/**
 * Converts large values in a thread of its own, one after another, so that nobody else waits for them. The thread is
 * started with the first and ended when it was not needed for a while; what ends it fails that one conversion.
 */
export class Converter {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;

  /**
   * The value as one document of another method. Throws `NOT_CONVERTIBLE`, `BAD_PICKLE`, `TOO_LARGE` (also when it
   * needs more memory than there is), `TOO_MANY`.
   */
  convert(value: StoredValue, to: Method): Promise<Uint8Array> {
    if (this.#waiting >= MAX_WAITING) {
      throw workspaceError(
        'TOO_MANY',
        `${MAX_WAITING} conversions of large values are waiting; try again later`,
      );
    }
    this.#waiting++;
    const done = this.#last.then(() => this.#run(value, to)).finally(() => this.#waiting--);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Ends the thread; what it works on, and what waits, fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #run(value: StoredValue, to: Method): Promise<Uint8Array> {
    const [document, ...buffers] = await copyParts(value);
    if (this.#isClosed) throw new Error('the workspace is closed');
    clearTimeout(this.#idle);
    const job: ConversionJob = { from: value.method, to, document, buffers };
    const answer = await this.#ask(job).finally(() => this.#rest());
    return unwrap(answer);
  }

  #ask(job: ConversionJob): Promise<ConversionAnswer> {
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error('the thread that converts values ended'));
      const settle = (act: () => void): void => {
        worker.off('exit', onExit);
        worker.removeAllListeners('message');
        worker.removeAllListeners('error');
        act();
      };
      worker.once('message', (answer: ConversionAnswer) => settle(() => resolve(answer)));
      worker.once('error', (error) => {
        // It is about to exit: what comes next gets another.
        if (this.#worker === worker) this.#worker = undefined;
        settle(() => reject(outOfMemory(error)));
      });
      worker.once('exit', onExit);
      const memory = [job.document, ...job.buffers].map((bytes) => bytes.buffer as ArrayBuffer);
      worker.postMessage(job, [...new Set(memory)]);
    });
  }

  #start(): Worker {
    if (!this.#worker) {
      const worker = new Worker(workerModule(), { resourceLimits: { maxOldGenerationSizeMb: WORKER_MIB } });
      worker.once('exit', () => {
        if (this.#worker === worker) this.#worker = undefined;
      });
      this.#worker = worker;
    }
    this.#worker.ref();
    return this.#worker;
  }

  /** Nothing to do: the thread keeps no process alive, and is ended after a while. */
  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function outOfMemory(error: Error): Error {
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return workspaceError('TOO_LARGE', `converting the value needs more than ${WORKER_MIB} MiB of memory`);
}
