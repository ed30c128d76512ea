/** The door of the Node client: everything that a program needs to share variables with others. */
export { type Address, formatAddress, parseAddress } from './address.ts';
export type { Change, ClientEvents, DataChanged, DataDeleted } from './changes/events.ts';
export type { Metadata, MetadataFilter } from './changes/metadata.ts';
export type { Subscription } from './changes/subscription.ts';
export { Client } from './client.ts';
export { connect } from './connect.ts';
export { ClientError, type ClientErrorCode } from './errors.ts';
export type { SessionInfo } from './link/session-info.ts';
export type {
  CallOptions,
  ChangeOptions,
  ClientOptions,
  ConnectOptions,
  DeleteManyOptions,
  GetOptions,
  GetRawOptions,
  LockOptions,
  SetManyOptions,
  SetOptions,
  TravelOptions,
  WaitOptions,
} from './options.ts';
export type { ColumnStatistics, DeletedEntry, HistoryEntry, Range, Travelled, Waited } from './records.ts';
export type { RequestOptions } from './requests/request.ts';
export type { Level } from './requests/set.ts';
export { decodeValue, type ReadAs } from './values/decode-value.ts';
export { type EncodedValue, encodeValue } from './values/encode-value.ts';
export { toPlain } from './values/plain.ts';
export type { Method, RawRead, RawValue } from './values/raw-value.ts';
export { Variable } from './variable.ts';
