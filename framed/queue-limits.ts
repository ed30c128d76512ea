/** When a reader is too slow: bytes that wait for it, and ms. */
export interface QueueLimits {
  readonly softBytes: number;
  readonly softMs: number;
  readonly hardBytes: number;
}

/** The settings that bound what waits for a slow reader. */
export interface QueueSettings {
  readonly softQueueBytes: number;
  readonly softQueueSeconds: number;
  readonly maxQueueBytes: number;
}

export function queueLimits(settings: QueueSettings): QueueLimits {
  return {
    softBytes: settings.softQueueBytes,
    softMs: settings.softQueueSeconds * 1000,
    hardBytes: settings.maxQueueBytes,
  };
}
