import { randomBytes } from 'node:crypto';
import type { BlobPlace, Layout, ValueParts } from '../../../codec/frame/framed/index.ts';
import { fitsPlacedWrite } from '../../../codec/frame/framed/index.ts';
import type { PlacesOffer } from '../link/session-info.ts';
import type { EncodedValue } from '../values/encode-value.ts';
import { BlobFolder } from './blob-folder.ts';
import { readBlob } from './read-blob.ts';
import type { PlacedFile, SessionPlaces } from './session-places.ts';
import { ValueCache } from './value-cache.ts';
import { writeBlob } from './write-blob.ts';

const PREFIX_DIGITS = 16;
const RANDOM_BYTES = 8;
/** What the host takes for a challenge, and no path. */
const CHALLENGE = /^[0-9a-f]{16}\.challenge$/;

/** The host's files, as one session of a client on the same machine uses them: docs/reference/data-plane.md. */
export class Places implements SessionPlaces {
  readonly proof: string;
  readonly cache: ValueCache | undefined;
  readonly #folder: BlobFolder;
  readonly #prefix: string;

  /**
   * @param cacheBytes how much of small values is kept; 0: nothing.
   *
   * Throws when the challenge cannot be read: the values come by the connection then.
   */
  constructor({ directory, challenge, versions }: PlacesOffer, cacheBytes: number) {
    if (!CHALLENGE.test(challenge)) throw new Error(`${JSON.stringify(challenge)} is no challenge`);
    this.#folder = new BlobFolder(directory);
    try {
      this.proof = this.#folder.readText(challenge);
    } catch (error) {
      this.#folder.close();
      throw error;
    }
    this.#prefix = challenge.slice(0, PREFIX_DIGITS);
    this.cache = cacheBytes > 0 ? new ValueCache(cacheBytes, versions) : undefined;
  }

  read(layout: Layout, place: BlobPlace): ValueParts | Promise<ValueParts> {
    return readBlob(this.#folder, layout, place);
  }

  write(name: string, value: EncodedValue): PlacedFile | undefined | Promise<PlacedFile | undefined> {
    const { document, buffers } = value;
    if (typeof document === 'string' || !fitsPlacedWrite(buffers.length, name)) return undefined;
    const file = `${this.#prefix}${randomBytes(RANDOM_BYTES).toString('hex')}.tmp`;
    // Where no file can be written the value goes by the connection.
    const givenUp = (): undefined => this.#remove(file);
    try {
      const written = writeBlob(this.#folder, file, document, buffers);
      if (written instanceof Promise) {
        return written.then((layout) => ({ ...layout, file, places: this }), givenUp);
      }
      return { ...written, file, places: this };
    } catch {
      return givenUp();
    }
  }

  discard({ file }: PlacedFile): void {
    this.#remove(file);
  }

  close(): void {
    this.cache?.close();
    this.#folder.close();
  }

  #remove(file: string): undefined {
    try {
      this.#folder.remove(file);
    } catch {
      // It was never made, or the session is over: then the host removes it.
    }
  }
}
