/** Limits of one JSON document. */
export interface JsonLimits {
  /** Arrays and objects within each other; default 64. */
  readonly maxDepth: number;
  /** Keys of all objects together, and elements of one list that is taken apart; default 100,000. */
  readonly maxKeys: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = { maxDepth: 64, maxKeys: 100_000 };

/** Where a long value ends, so that taking a document apart jumps over what has been checked once. */
export interface JsonSpan {
  readonly end: number;
  readonly hasEscapes: boolean;
}

/** A checked JSON document: its bytes, and the spans of its long values by their first byte. */
export interface JsonDocument {
  readonly bytes: Buffer;
  readonly end: number;
  readonly limits: JsonLimits;
  readonly spans: ReadonlyMap<number, JsonSpan>;
}
