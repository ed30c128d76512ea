/** The plugin's settings; `settings.schema.json` says what each means. Always current. */
export type InspectorSettings = Readonly<{
  host: string;
  port: number;
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  sessionHours: number;
  heartbeatSeconds: number;
  maxConnections: number;
  maxOpeningBytes: number;
  maxPayloadBytes: number;
  maxJsonBytes: number;
  maxNesting: number;
  maxKeys: number;
  softQueueBytes: number;
  softQueueSeconds: number;
  maxQueueBytes: number;
}>;
