import type { HttpAnswer } from './answer.ts';
import type { Message } from './message.ts';

/** A request, as the one who answers it sees it. */
export interface RouteRequest {
  readonly message: Message;
  /** The other parameters, as they stand in the query. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Runs a command as the client that asks. Throws as the command does. */
  dispatch<Result extends object>(method: string, params: readonly unknown[]): Promise<Result>;
}

/** One thing that can be asked for. */
export interface Route {
  answer(request: RouteRequest): Promise<HttpAnswer>;
  /** What stands for the answer when there is an error, as its clients look for it; else a text with the reason. */
  failed?(error: unknown, status: number): HttpAnswer;
}

/** What can be asked for on a port, by path. */
export type Routes = ReadonlyMap<string, Route>;
