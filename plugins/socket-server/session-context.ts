import type { CommandContext, Role } from 'headframe';

let sessions = 0;

/** Who calls, as commands see it: one a connection. */
export class SessionContext implements CommandContext {
  readonly session: string;
  readonly role: Role;
  #client: string;
  #transport = '';
  #long = false;
  #ended = false;
  #controller: AbortController | undefined;

  constructor(role: Role, client: string) {
    sessions += 1;
    this.session = `tcp-${sessions}`;
    this.role = role;
    this.#client = client;
  }

  get client(): string {
    return this.#client;
  }

  /** The dialect; empty until it is known. */
  get transport(): string {
    return this.#transport;
  }

  get long(): boolean {
    return this.#long;
  }

  /** Made when it is asked for: most short connections never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#ended) this.#controller.abort();
    return this.#controller.signal;
  }

  /** The preamble has been read. */
  establish(transport: string, client: string, long: boolean): void {
    this.#transport = transport;
    this.#client = client;
    this.#long = long;
  }

  /** The session is over. */
  end(): void {
    this.#ended = true;
    this.#controller?.abort();
  }
}
