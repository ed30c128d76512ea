import { encodePacket, FrameError, PreambleReader, skimObject } from 'headframe/codec';
import type { Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { reprBytes, reprText } from '../python-repr.ts';
import type { Entries } from '../result-entries.ts';
import { TextSession } from '../text-session.ts';
import { named } from './named-answers.ts';
import { RefusedText, refusalOf, sayRefused } from './refused-text.ts';
import { TerminatorSkipper } from './terminator-skipper.ts';

/** Code points of a client's name. */
const MAX_NAME_LENGTH = 64;
/** The answer to a bad preamble shows no more of it, so that it fits one read of 1024 bytes. */
const SHOWN_BYTES = 128;

/** A connection of 2021: a JSON object says whether it is to be short or long. */
export function openNamed(connection: Connection): Receiver {
  return new NamedPreamble(connection);
}

/** Answers a preamble with PyMiner's words for what it cannot read, and closes. */
export function refuseGarbage(connection: Connection, bytes: Uint8Array): void {
  connection.host.counters.garbage += 1;
  const shown = bytes.subarray(0, SHOWN_BYTES);
  say(connection, 'failed', `invalid request json:\n${reprBytes(shown)}`);
  connection.end('it sent no preamble');
}

/** Reads preambles until one establishes the connection. */
class NamedPreamble implements Receiver {
  readonly isInsidePacket: boolean = true;
  readonly #connection: Connection;
  #reader = new PreambleReader();
  #skipper: TerminatorSkipper | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  receive(chunk: Buffer): void {
    let bytes = chunk;
    while (bytes.length > 0 && !this.#connection.ending) {
      const rest = this.#skipper ? this.#skipper.push(bytes) : bytes;
      if (rest === undefined) return;
      this.#skipper = undefined;
      const preamble = this.#read(rest);
      if (preamble === undefined) return;
      const session = this.#open(preamble.bytes);
      if (session) {
        this.#connection.handOver(session, preamble.rest);
        return;
      }
      this.#reader = new PreambleReader();
      this.#skipper = new TerminatorSkipper();
      bytes = preamble.rest;
    }
  }

  #read(bytes: Buffer) {
    try {
      return this.#reader.push(bytes);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#connection.host.counters.garbage += 1;
      say(this.#connection, 'failed', error.message);
      this.#connection.end(error.message);
      return undefined;
    }
  }

  /** What receives the requests; nothing when the preamble was not taken, and has been answered why. */
  #open(preamble: Buffer): Receiver | undefined {
    const refusal = refusalOf(this.#connection);
    if (refusal) {
      sayRefused(this.#connection, refusal);
      return new RefusedText(this.#connection, refusal);
    }
    if (!this.#establish(preamble)) return undefined;
    return new TextSession(this.#connection, named, { dropLeadingTerminator: true });
  }

  /** Whether the preamble was taken; if not, it has been answered why. */
  #establish(preamble: Buffer): boolean {
    const connection = this.#connection;
    const members = membersOf(preamble);
    if (members === undefined) {
      refuseGarbage(connection, preamble);
      return false;
    }
    const name = members.get('name');
    if (members.get('method') !== 'start_long_connection') {
      const client = typeof name === 'string' && isShort(name) ? name : connection.peer;
      connection.establish({ dialect: named.name, client, long: false, broadcasts: false });
      say(connection, 'succeeded', 'connection established');
      return true;
    }
    const problem = this.#claim(name);
    say(connection, problem ? 'failed' : 'succeeded', problem ?? 'socket connected');
    return problem === undefined;
  }

  /** Takes the name for this connection; says in PyMiner's words why it cannot. */
  #claim(name: unknown): string | undefined {
    const connection = this.#connection;
    if (name === undefined || name === null) return 'socket name is None';
    if (typeof name !== 'string' && typeof name !== 'number') return 'socket name is no text';
    if (typeof name === 'string' && !isShort(name)) {
      return `socket name has more than ${MAX_NAME_LENGTH} characters`;
    }
    if (!connection.host.roster.claim(JSON.stringify(name), connection)) {
      return `socket name ${typeof name === 'string' ? reprText(name) : name} already connected`;
    }
    connection.establish({ dialect: named.name, client: String(name), long: true, broadcasts: true });
    return undefined;
  }
}

function membersOf(preamble: Buffer): Map<string, unknown> | undefined {
  try {
    return new Map([...skimObject(preamble)].map(([key, slice]) => [key, slice.parse()]));
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return undefined;
  }
}

function isShort(name: string): boolean {
  return [...name].length <= MAX_NAME_LENGTH;
}

function say(connection: Connection, message: string, content: string): void {
  const timestamp = Math.round((performance.timeOrigin + performance.now()) * 1000) / 1e6;
  const entries: Entries = [
    ['message', message],
    ['content', content],
    ['timestamp', timestamp],
  ];
  connection.write(Buffer.concat([...encodePacket(entries)]));
}
