/** What has happened since the server started. */
export interface Counters {
  /** Connections accepted. */
  connections: number;
  /** Connections refused, or taken from, because there were too many. */
  refused: number;
  requests: number;
  /** Requests answered with a failure. */
  errors: number;
  /** Broadcasts made, each for all who were subscribed then. */
  broadcasts: number;
  /** Broadcasts that a later one replaced before a slow reader got them. */
  collapsed: number;
  /** Connections closed because they did not read. */
  slowReaders: number;
  /** Connections closed because they spoke HTTP or TLS. */
  foreign: number;
  /** Connections closed because their first bytes meant nothing. */
  garbage: number;
}

export function createCounters(): Counters {
  return {
    connections: 0,
    refused: 0,
    requests: 0,
    errors: 0,
    broadcasts: 0,
    collapsed: 0,
    slowReaders: 0,
    foreign: 0,
    garbage: 0,
  };
}
