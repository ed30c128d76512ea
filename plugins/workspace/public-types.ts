/** The types that other plugins meet in the workspace's interface. */

export type { Change, ChangeKind, Changes } from './change-log.ts';
export type { ChangeOptions, DeleteOptions, Level, WriteAuthor, WriteOptions } from './change-options.ts';
export type { Data } from './data-group.ts';
export type { PyMinerType } from './description.ts';
export type { MetadataFilter } from './filter.ts';
export type { ClearedEvent, Veto, WorkspaceHooks, WriteProposal } from './hooks.ts';
export type { InfoUpdate } from './info.ts';
export type { Lock } from './lock-table.ts';
export type { Metadata } from './metadata.ts';
export type { Restored } from './operations/restore.ts';
export type { Travelled } from './operations/travel.ts';
export type { Written } from './operations/write.ts';
export type { SplicedPickles } from './pickles.ts';
export type { ValuePlace } from './place.ts';
export type { ReadPart, ReadResult } from './reading.ts';
export type { DeletedEntry, HistoryEntry } from './records.ts';
export type { LockRequest } from './session-locks.ts';
export type { ColumnStatistics } from './statistics.ts';
export type { BlobLayout, Place } from './storage/blob-layout.ts';
export type { CommittedLayout } from './storage/commit-blob.ts';
export type { Author, DataEvent } from './store.ts';
export type { Structured } from './structured.ts';
export type { WorkspaceTopLevel } from './top-level.ts';
export type { Structure } from './types.ts';
export type { Method, StoredValue } from './value.ts';
export type { Wait, Waited } from './waiters.ts';
export type { WriteRequest } from './workspace.ts';
