import { Worker } from 'node:worker_threads';
import { HeadframeError } from 'headframe';
import { workspaceError } from '../errors.ts';
import { toError } from './failure.ts';
import type { Answer, DropMessage, JobMessage, Jobs } from './job.ts';
import { workerModule } from './worker-module.ts';

/** Turns that may wait; each may hold a value. */
const MAX_WAITING = 64;
/** Memory for JavaScript objects of the thread, MiB: more than the largest value that is decoded needs. */
const MEMORY_MIB = 4096;
/** How long one job may take, ms: many times what the largest value takes. */
const LIMIT_MS = 120_000;
/** How long the thread is kept without work, ms. */
const IDLE_MS = 30_000;

/** Has the thread do a job; `memory` is handed over with it. Throws what the job throws, and `TOO_LARGE`, `TIMEOUT`. */
export type Ask = <K extends keyof Jobs>(
  kind: K,
  job: Jobs[K]['job'],
  memory?: readonly ArrayBuffer[],
) => Promise<Jobs[K]['answer']>;

/** A job that the thread works on. */
interface Pending {
  readonly worker: Worker;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What surrounds a thread. */
export interface ValueThreadOptions {
  /** Memory for its JavaScript objects. */
  readonly memoryMiB?: number | undefined;
  /** Called when the thread has gone, with all that it kept. */
  readonly onEnd?: () => void;
}

/**
 * A thread in which large values are decoded, so that nobody else waits for them. It is started with the first job and
 * ended when it was not needed for a while. Turns come one after another; a job that ends the thread, or takes too
 * long, fails alone, and the next has a new thread.
 */
export class ValueThread {
  /** How long one job may take, ms. */
  limitMs: number = LIMIT_MS;
  readonly #memoryMiB: number;
  readonly #onEnd: () => void;
  #worker: Worker | undefined;
  #pending: Pending | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;

  constructor({ memoryMiB = MEMORY_MIB, onEnd = () => undefined }: ValueThreadOptions = {}) {
    this.#memoryMiB = memoryMiB;
    this.#onEnd = onEnd;
  }

  /** Runs what has the thread to itself, when its turn has come. Throws `TOO_MANY`, and rejects as `work` does. */
  turn<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) {
      throw workspaceError(
        'TOO_MANY',
        `${MAX_WAITING} requests for large values are waiting; try again later`,
      );
    }
    this.#waiting++;
    const done = this.#last.then(() => this.#run(work)).finally(() => this.#waiting--);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Has the thread forget a value; without a thread there is none. */
  drop(key: number): void {
    this.#worker?.postMessage({ kind: 'drop', key } satisfies DropMessage);
  }

  /** Ends the thread; what it works on, and what waits, fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #run<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    try {
      return await work(async (kind, job, memory = []) => {
        const answer = await this.#exchange({ kind, job } as JobMessage, memory);
        if ('failure' in answer) throw toError(answer.failure, workspaceFailure);
        return answer.result as Jobs[typeof kind]['answer'];
      });
    } finally {
      this.#rest();
    }
  }

  /** One message and its answer, within the time that there is. */
  async #exchange(message: JobMessage, memory: readonly ArrayBuffer[]): Promise<Answer> {
    if (this.#isClosed) throw new Error('the workspace is closed');
    const worker = this.#start();
    const limit = setTimeout(() => void this.#fail(worker, tooSlow(this.limitMs)), this.limitMs);
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#pending = { worker, resolve, reject };
        worker.postMessage(message, memory);
      });
    } finally {
      clearTimeout(limit);
      this.#pending = undefined;
    }
  }

  #start(): Worker {
    const worker = this.#worker ?? this.#create();
    worker.ref();
    return worker;
  }

  #create(): Worker {
    const worker = new Worker(workerModule(), {
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMiB },
    });
    worker.on('message', (answer: Answer) => {
      if (this.#pending?.worker === worker) this.#pending.resolve(answer);
    });
    worker.on('error', (error: Error) => void this.#fail(worker, this.#outOfMemory(error)));
    worker.once('exit', () => void this.#fail(worker, new Error('the thread for large values ended')));
    this.#worker = worker;
    return worker;
  }

  /** Ends a thread; what it worked on fails when it has gone, so that no two are there at once. */
  async #fail(worker: Worker, error: Error): Promise<void> {
    const pending = this.#pending?.worker === worker ? this.#pending : undefined;
    if (pending) this.#pending = undefined;
    if (this.#worker === worker) await this.#end();
    pending?.reject(error);
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
    if (!worker) return;
    this.#worker = undefined;
    this.#onEnd();
    await worker.terminate();
  }

  #outOfMemory(error: Error): Error {
    if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
    return workspaceError('TOO_LARGE', `decoding the value needs more than ${this.#memoryMiB} MiB of memory`);
  }
}

function tooSlow(ms: number): Error {
  return workspaceError('TIMEOUT', `working on the value took more than ${ms} ms`, { ms });
}

function workspaceFailure(code: string, message: string, data: Readonly<Record<string, unknown>>): Error {
  return new HeadframeError(code, message, { data });
}
