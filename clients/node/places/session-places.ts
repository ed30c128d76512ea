import type { BlobPlace, FilePart, Layout, ValueParts } from '../../../codec/frame/framed/index.ts';
import type { PlacesOffer } from '../link/session-info.ts';
import type { EncodedValue } from '../values/encode-value.ts';
import type { Immutable } from './immutable.ts';

/** A value that was written to a file, to be committed in the session that has these places. */
export interface PlacedFile {
  readonly places: SessionPlaces;
  readonly file: string;
  readonly document: FilePart;
  readonly buffers: readonly FilePart[];
}

/** What a client does with the host's files, where it can reach them. */
export interface SessionPlaces {
  /** What the host's challenge says. */
  readonly proof: string;
  /** Small values that were read before. */
  readonly cache: SessionCache | undefined;
  /** A value's parts. Throws, or rejects, when the file is not there any more, or not as it should be. */
  read(layout: Layout, place: BlobPlace): ValueParts | Promise<ValueParts>;
  /** Writes a variable's value to a file; nothing when it is better sent. A long one takes a while. */
  write(name: string, value: EncodedValue): PlacedFile | undefined | Promise<PlacedFile | undefined>;
  /** Removes a file that was written and is not to be committed. */
  discard(file: PlacedFile): void;
  /** The session is over. */
  close(): void;
}

/** Values that were read before, and whether they are current. */
export interface SessionCache {
  get(name: string): Immutable | undefined;
  add(name: string, slot: number, revision: number, value: Immutable): void;
}

/** Makes use of what a host offers. Throws when that is not possible. */
export type OpenPlaces = (offer: PlacesOffer) => SessionPlaces;
