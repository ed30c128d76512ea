import { encodeFrame, FRAME_KIND, lengthOf, NOTIFICATION } from 'headframe/codec';
import type { DataEvent, Metadata, StoredValue } from 'headframe/workspace';

/** Something that clients are told. */
export interface Notification {
  /** Of two that wait and have one subject, the later one makes the earlier one needless. */
  readonly subject: string;
  /** Bytes that it takes while it waits, roughly. */
  readonly size: number;
  /** Its frame, with the value if it has at most `inline` bytes; nothing when it has become needless. */
  frame(inline: number): Buffer | undefined;
}

/** What is told of a change, apart from the variable as it is now. */
export type ChangeNotice = Pick<DataEvent, 'name' | 'revision' | 'change' | 'provider' | 'session' | 'from'>;

/** Memory that a notification takes beside its frame, in bytes, roughly. */
const OVERHEAD_BYTES = 64;

/** A variable has come to be, or to be another: `data_changed`. Encoded once for all who want the same of it. */
export class DataChanged implements Notification {
  readonly subject: string;
  readonly metadata: Metadata;
  readonly #notice: ChangeNotice;
  readonly #value: () => StoredValue | undefined;
  #plain: Buffer | undefined;
  #withValue: Buffer | undefined;

  /**
   * `metadata` has the last change alone: a hundred earlier ones would be most of a notification. `value` is only
   * asked for when it is small enough for somebody.
   */
  constructor(notice: ChangeNotice, metadata: Metadata, value: () => StoredValue | undefined) {
    this.subject = notice.name;
    this.metadata = metadata;
    this.#notice = notice;
    this.#value = value;
  }

  get size(): number {
    return this.frame(0).length + OVERHEAD_BYTES;
  }

  frame(inline: number): Buffer {
    if (this.metadata.size <= inline) {
      this.#withValue ??= this.#encode(this.#value());
      return this.#withValue;
    }
    this.#plain ??= this.#encode(undefined);
    return this.#plain;
  }

  #encode(value: StoredValue | undefined): Buffer {
    const { name, revision, change, provider, session, from } = this.#notice;
    const parts = value && [value.document, ...value.buffers];
    const json = {
      name,
      revision,
      change,
      provider,
      session: session ?? null,
      metadata: this.metadata,
      from,
      value: value && { method: value.method, lengths: parts?.map((part) => lengthOf([part])) },
    };
    return encodeNotification(NOTIFICATION.dataChanged, json, parts);
  }
}

/** A variable has gone: `data_deleted`. */
export class DataDeleted implements Notification {
  readonly subject: string;
  readonly #notice: ChangeNotice;
  #frame: Buffer | undefined;

  constructor(notice: ChangeNotice) {
    this.subject = notice.name;
    this.#notice = notice;
  }

  get size(): number {
    return this.frame().length + OVERHEAD_BYTES;
  }

  frame(): Buffer {
    const { name, revision, provider, session, change } = this.#notice;
    const json = { name, revision, provider, session: session ?? null, change };
    this.#frame ??= encodeNotification(NOTIFICATION.dataDeleted, json);
    return this.#frame;
  }
}

/** The frame of a notification whose meta is JSON. */
export function encodeNotification(
  operation: number,
  json: object,
  payload: readonly Uint8Array[] = [],
): Buffer {
  const meta = Buffer.from(JSON.stringify(json));
  return encodeFrame({ kind: FRAME_KIND.notification, operation, id: 0, meta, payload });
}
