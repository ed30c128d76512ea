/** The plugin's settings; `settings.schema.json` says what each means. Always current. */
export type ServerSettings = Readonly<{
  host: string;
  port: number;
  unixSocket: boolean;
  requireToken: boolean;
  allowRemoteText: boolean;
  tls: Readonly<{ cert: string; key: string }> | null;
  http: boolean;
  httpPort: number;
  places: boolean;
  heartbeatSeconds: number;
  preambleSeconds: number;
  maxOpeningBytes: number;
  maxOpeningsPerAddress: number;
  idleSeconds: number;
  drainSeconds: number;
  maxConnections: number;
  maxPacketBytes: number;
  maxPayloadBytes: number;
  maxJsonBytes: number;
  maxNesting: number;
  maxKeys: number;
  softQueueBytes: number;
  softQueueSeconds: number;
  maxQueueBytes: number;
}>;
