import { randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, HeadframeError, messageOf } from 'headframe';
import { framedError } from './errors.ts';
import type { FramedPeer } from './peer.ts';
import { type PlacesFolder, placesFolder } from './places-folder.ts';

/** What hello says of places: absolute paths, and the name of a file in `directory`. */
export interface PlacesOffer extends PlacesFolder {
  readonly challenge: string;
}

/** Digits that begin the names of a session's files. */
const PREFIX_BYTES = 8;
const PROOF_BYTES = 32;
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const CHALLENGE_MODE = 0o400;
/** A session's file: 32 hexadecimal digits, the first half of them its own. */
const FILE_NAME = /^[0-9a-f]{32}\.tmp$/;

/**
 * Whether one session may be told where values lie, instead of the values: docs/reference/data-plane.md. It has
 * to read a file that only the host's user can read.
 */
export class Places {
  readonly #peer: FramedPeer;
  readonly #prefix = randomBytes(PREFIX_BYTES).toString('hex');
  #folder: string | undefined;
  #proof: string | undefined;
  #isGranted = false;

  constructor(peer: FramedPeer) {
    this.#peer = peer;
  }

  /** Whether the client has proven that it may have places. */
  get isGranted(): boolean {
    return this.#isGranted;
  }

  /** Writes the file that the client has to read; nothing when places are not for it. */
  offer(): PlacesOffer | undefined {
    const { host, mayHavePlaces } = this.#peer;
    if (!mayHavePlaces) return undefined;
    try {
      const folder = placesFolder(host.workspace.storageFolder());
      if (!folder) return undefined;
      this.#folder = folder.directory;
      this.#proof = randomBytes(PROOF_BYTES).toString('hex');
      const fd = openSync(join(folder.directory, this.#challenge), CREATE, CHALLENGE_MODE);
      try {
        writeSync(fd, this.#proof);
      } finally {
        closeSync(fd);
      }
      return { ...folder, challenge: this.#challenge };
    } catch (error) {
      this.#log('no places are offered', error);
      return undefined;
    }
  }

  /** Checks what the client has read; it has one attempt. Throws `PLACES_REFUSED`. */
  accept(proof: string): void {
    const expected = this.#proof;
    this.#withdraw();
    const isRight =
      expected?.length === proof.length && timingSafeEqual(Buffer.from(expected), Buffer.from(proof));
    if (!isRight) throw framedError('PLACES_REFUSED', 'the proof is not what the challenge says');
    this.#isGranted = true;
  }

  /** Throws `BLOB_REFUSED` for the name of a file that this session cannot have written. */
  checkFile(name: string): void {
    if (FILE_NAME.test(name) && name.startsWith(this.#prefix)) return;
    const message = `the file ${JSON.stringify(name)} is not taken: this session's are called ${this.#prefix}, 16 more hexadecimal digits and .tmp`;
    throw new HeadframeError('BLOB_REFUSED', message, { data: { name } });
  }

  /** Removes a file of this session, whatever it is: links are not followed. One that is gone is no fault. */
  async remove(name: string): Promise<void> {
    if (this.#folder === undefined) return;
    try {
      await unlink(join(this.#folder, name));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log(`${name} stays until the next start`, error);
    }
  }

  /** The session is over: what it wrote and did not commit goes. */
  close(): void {
    this.#withdraw();
    if (this.#isGranted) void this.#sweep();
    this.#isGranted = false;
  }

  get #challenge(): string {
    return `${this.#prefix}.challenge`;
  }

  #withdraw(): void {
    if (this.#proof === undefined || this.#folder === undefined) return;
    this.#proof = undefined;
    try {
      unlinkSync(join(this.#folder, this.#challenge));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log('the challenge stays until the next start', error);
    }
  }

  async #sweep(): Promise<void> {
    try {
      const names = await readdir(this.#folder ?? '');
      const own = names.filter((name) => name.startsWith(this.#prefix) && name.endsWith('.tmp'));
      await Promise.all(own.map((name) => this.remove(name)));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log('files stay until the next start', error);
    }
  }

  #log(what: string, error: unknown): void {
    const { host, context } = this.#peer;
    host.logger.warn({ session: context.session, err: error }, `places: ${what}: ${messageOf(error)}`);
  }
}
