import type { NotifierCounters, RequestTotals } from 'headframe/framed';

/** What has happened since the plugin was loaded. */
export interface Counters extends RequestTotals, NotifierCounters {
  /** HTTP requests. */
  httpRequests: number;
  /** WebSockets accepted. */
  connections: number;
  /** Requests and WebSockets refused by their `Host` or `Origin`, or because there were too many. */
  refused: number;
  /** Notifications that a later one replaced before a slow reader got them. */
  collapsed: number;
  /** WebSockets closed because they did not read. */
  slowReaders: number;
  /** Reports of browsers that a page was kept from what its security policy forbids. */
  cspReports: number;
}

export function createCounters(): Counters {
  return {
    httpRequests: 0,
    connections: 0,
    refused: 0,
    requests: 0,
    errors: 0,
    broadcasts: 0,
    collapsed: 0,
    slowReaders: 0,
    cspReports: 0,
  };
}
