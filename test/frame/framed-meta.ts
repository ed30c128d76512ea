import {
  decodeDeletesMeta,
  decodeLayouts,
  decodeNameMeta,
  decodeNamesMeta,
  decodeRevisions,
  decodeWriteMeta,
  decodeWritesMeta,
  encodeDeletesMeta,
  encodeLayouts,
  encodeNameMeta,
  encodeNamesMeta,
  encodeRevisions,
  encodeWriteMeta,
  encodeWritesMeta,
  FLAG,
  FRAME_KIND,
  type Frame,
  LEVELS,
  NOTIFICATION,
  OPERATION,
  writeFlags,
} from '../../codec/frame/framed/index.ts';

/** What a meta says, as the vectors have it, and the bytes that are written for that. */
export interface DecodedMeta {
  readonly decoded: unknown;
  readonly written: Buffer;
}

/** Reads the meta of any frame but a command's and a notification's in JSON, and writes it again. */
export function decodeAndEncode({ kind, operation, flags, meta, payload }: Frame): DecodedMeta | undefined {
  if (kind === FRAME_KIND.answer) return answer(operation, meta);
  if (kind === FRAME_KIND.notification && operation === NOTIFICATION.heartbeat) return revisions(meta);
  if (kind !== FRAME_KIND.request) return undefined;
  const level = LEVELS[(flags & FLAG.levelMask) >> FLAG.levelShift] ?? null;
  switch (operation) {
    case OPERATION.get:
    case OPERATION.delete: {
      const { name, revision } = decodeNameMeta(meta, flags);
      return { decoded: { name, revision: revision ?? null }, written: encodeNameMeta(name, revision) };
    }
    case OPERATION.set: {
      const entry = decodeWriteMeta(meta, flags, payload.length);
      if ((flags & ~FLAG.levelMask) !== writeFlags(entry)) throw new Error('other flags are written');
      const decoded = { ...entry, ifRevision: entry.ifRevision ?? null, level };
      return { decoded, written: encodeWriteMeta(entry) };
    }
    case OPERATION.getMany: {
      const names = decodeNamesMeta(meta);
      return { decoded: { names }, written: encodeNamesMeta(names) };
    }
    case OPERATION.setMany: {
      const entries = decodeWritesMeta(meta, payload.length);
      return { decoded: { entries: entries.map(nullified), level }, written: encodeWritesMeta(entries) };
    }
    case OPERATION.deleteMany: {
      const entries = decodeDeletesMeta(meta);
      return { decoded: { entries: entries.map(nullified) }, written: encodeDeletesMeta(entries) };
    }
    default:
      return undefined;
  }
}

function answer(operation: number, meta: Buffer): DecodedMeta | undefined {
  if (operation === OPERATION.get || operation === OPERATION.getMany) {
    const layouts = decodeLayouts(meta);
    const decoded = layouts.map((layout) => ({ ...layout, method: layout.method ?? null }));
    return { decoded: { layouts: decoded }, written: encodeLayouts(layouts) };
  }
  return operation === OPERATION.command || meta.length === 0 ? undefined : revisions(meta);
}

function revisions(meta: Buffer): DecodedMeta {
  const numbers = decodeRevisions(meta);
  return { decoded: { revisions: numbers }, written: encodeRevisions(numbers) };
}

function nullified<E extends { readonly ifRevision?: number | undefined }>(entry: E): object {
  return { ...entry, ifRevision: entry.ifRevision ?? null };
}
