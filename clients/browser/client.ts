/** The client, and what its methods take and give. */
export type { Change, ClientEvents, DataChanged, DataDeleted } from '../node/changes/events.ts';
export type { Metadata, MetadataFilter } from '../node/changes/metadata.ts';
export type { Subscription } from '../node/changes/subscription.ts';
export { Client } from '../node/client.ts';
export { ClientError, type ClientErrorCode } from '../node/errors.ts';
export type { SessionInfo } from '../node/link/session-info.ts';
export type {
  CallOptions,
  ChangeOptions,
  ClientOptions,
  DeleteManyOptions,
  GetOptions,
  GetRawOptions,
  LockOptions,
  SetManyOptions,
  SetOptions,
  TravelOptions,
  WaitOptions,
} from '../node/options.ts';
export type {
  ColumnStatistics,
  DeletedEntry,
  HistoryEntry,
  Range,
  Travelled,
  Waited,
} from '../node/records.ts';
export type { RequestOptions } from '../node/requests/request.ts';
export type { Level } from '../node/requests/set.ts';
export { decodeValue, type ReadAs } from '../node/values/decode-value.ts';
export { type EncodedValue, encodeValue } from '../node/values/encode-value.ts';
export { toPlain } from '../node/values/plain.ts';
export type { Method, RawRead, RawValue } from '../node/values/raw-value.ts';
export { Variable } from '../node/variable.ts';
export { type BrowserOptions, connect } from './connect.ts';
export type { WebSocketClass, WebSocketLike } from './web-socket-transport.ts';
