import type { Description, PickleScan } from 'headframe/codec';
import type { ValueKind } from './description.ts';
import type { StoredValue } from './value.ts';

/** A value that has passed the checks of a write. */
export interface PreparedValue {
  readonly value: StoredValue;
  /** Bytes of document and buffers. */
  readonly size: number;
  /** A pickle's scan, kept where finding it again would cost. */
  readonly scan?: PickleScan | undefined;
}

/** One state of a variable's value. */
export interface Revision extends PreparedValue {
  /** The workspace's revision at which it was written. */
  readonly revision: number;
  readonly provider: string;
  /** When it was written, in ms since 1970. */
  readonly time: number;
  /** Kept in memory alone, and gone after a restart. */
  readonly volatile: boolean;
  /** What is inside, found out once, when it is asked for. */
  description: Description | undefined;
  kind: ValueKind | undefined;
}
