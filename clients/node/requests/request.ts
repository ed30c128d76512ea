import type { Frame } from '../../../codec/frame/framed/index.ts';
import { asClientError, type ClientError, clientError } from '../errors.ts';
import type { FrameOutput } from '../link/frame-output.ts';

/** What every method takes that asks the host for something. */
export interface RequestOptions {
  /** Gives up when it fires: the method rejects with `ABORTED`. What was asked may have been done. */
  readonly signal?: AbortSignal;
  /** How long to wait for the answer, in milliseconds, the time without a connection included. */
  readonly timeoutMs?: number;
}

/** A request, whatever its result is. */
export interface OpenRequest {
  /** What it is, for messages: `the get of x`. */
  readonly label: string;
  /** Whether it changes nothing, so that it may be sent a second time when its answer is lost. */
  readonly isRead: boolean;
  /** Whether somebody still waits for the result. */
  readonly isOpen: boolean;
  /** When it is given up, on the clock of `performance.now()`. */
  deadline: number;
  /** Called when it is over, whatever became of it. */
  ended: () => void;
  /** Gets ready to be sent; a promise, which never rejects, when that takes a while. */
  prepare(): Promise<void> | undefined;
  /** Writes its frame. Throws when it cannot be said in one. */
  write(output: FrameOutput, id: number): void;
  answer(frame: Frame): void;
  fail(error: ClientError): void;
  /** It could not be written. */
  refuse(error: unknown): void;
}

/** One request, from the call until it is answered: it can be sent again over another connection. */
export abstract class Request<T> implements OpenRequest {
  readonly promise: Promise<T>;
  readonly isRead: boolean;
  deadline: number = Number.POSITIVE_INFINITY;
  ended: () => void = ignore;
  #resolve: (value: T | PromiseLike<T>) => void = ignore;
  #reject: (error: unknown) => void = ignore;
  #isOpen = true;
  #signal: AbortSignal | undefined;

  constructor(isRead: boolean) {
    this.isRead = isRead;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  abstract readonly label: string;

  prepare(): Promise<void> | undefined {
    return undefined;
  }

  abstract write(output: FrameOutput, id: number): void;

  /** The result in an answer; the frame's meta is valid during the call only. */
  protected abstract read(frame: Frame): T | PromiseLike<T>;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Gives up when the signal fires. */
  follow(signal: AbortSignal): void {
    this.#signal = signal;
    if (signal.aborted) this.handleEvent();
    else signal.addEventListener('abort', this, { once: true });
  }

  /** The signal has fired. */
  handleEvent(): void {
    this.fail(clientError('ABORTED', `${this.label} was aborted`, this.#signal?.reason));
  }

  answer(frame: Frame): void {
    if (!this.#isOpen) return;
    try {
      const value = this.read(frame);
      this.#end();
      this.#resolve(value instanceof Promise ? value.catch(rethrow) : value);
    } catch (error) {
      this.fail(asClientError(error));
    }
  }

  refuse(error: unknown): void {
    this.fail(asClientError(error));
  }

  fail(error: ClientError): void {
    if (!this.#isOpen) return;
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.#isOpen = false;
    this.ended();
    this.#signal?.removeEventListener('abort', this);
  }
}

function ignore(): void {}

function rethrow(error: unknown): never {
  throw asClientError(error);
}
