import { setMaxListeners } from 'node:events';
import type { CommandContext, Role } from 'headframe';

/** Requests of a session that may wait for something at a time, and locks; more would be a leak. */
const MAX_LISTENERS = 1024;

let sessions = 0;

/** Who calls, as commands see it: one a connection. `I` is what the transport knows of who it is. */
export class SessionContext<I extends { readonly role: Role }> implements CommandContext {
  readonly session: string;
  readonly carrier: string;
  #identity: I | undefined;
  #client: string;
  #transport = '';
  #long = false;
  #ended = false;
  #controller: AbortController | undefined;

  /** `kind` begins the session's name; `carrier` is the plugin that it has come by. */
  constructor(kind: string, client: string, carrier: string) {
    this.carrier = carrier;
    sessions += 1;
    this.session = `${kind}-${sessions}`;
    this.#client = client;
  }

  /** What it may do: before it is known who it is, nothing that counts. */
  get role(): Role {
    return this.#identity?.role ?? 'read';
  }

  /** Who it is. */
  get identity(): I | undefined {
    return this.#identity;
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
    if (!this.#controller) {
      this.#controller = new AbortController();
      setMaxListeners(MAX_LISTENERS, this.#controller.signal);
    }
    if (this.#ended) this.#controller.abort();
    return this.#controller.signal;
  }

  /** It is known who it is. */
  identify(identity: I): void {
    this.#identity = identity;
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
