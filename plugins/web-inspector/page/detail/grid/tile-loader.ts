import { type Area, keyOf } from './tiles.ts';

/** Tiles kept: of 100 × 25 cells each. */
const MAX_TILES = 48;
/** Requests at once. */
const MAX_OPEN = 3;

interface Held<T> {
  readonly tile: T;
  readonly generation: number;
}

/** What a loader needs. */
export interface TileSource<T> {
  readonly load: (area: Area) => Promise<T>;
  /** Something has come. */
  readonly loaded: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Loads the tiles that are wanted, a few at once, and keeps those used last. Who scrolls past many tiles
 * asks for those alone that are wanted when there is room for a request.
 */
export class TileLoader<T> {
  readonly #source: TileSource<T>;
  /** In the order of use. */
  readonly #held = new Map<string, Held<T>>();
  readonly #open = new Set<string>();
  #wanted: readonly Area[] = [];
  #generation = 0;
  #closed = false;

  constructor(source: TileSource<T>) {
    this.#source = source;
  }

  /** A tile as it was loaded last, perhaps from an earlier value. */
  get(key: string): T | undefined {
    return this.#held.get(key)?.tile;
  }

  /** How many are kept. */
  get size(): number {
    return this.#held.size;
  }

  /** Says which tiles are seen now; others are not asked for any more. */
  want(areas: readonly Area[]): void {
    this.#wanted = areas;
    for (const area of areas) this.#touch(keyOf(area));
    this.#next();
  }

  /** The value has changed: what is wanted is loaded again, and shown as it was until then. */
  renew(): void {
    this.#generation += 1;
    this.#next();
  }

  /** No more requests, and nothing that is told. */
  close(): void {
    this.#closed = true;
    this.#wanted = [];
    this.#held.clear();
  }

  #next(): void {
    for (const area of this.#wanted) {
      if (this.#open.size >= MAX_OPEN) return;
      const key = keyOf(area);
      if (this.#open.has(key) || this.#held.get(key)?.generation === this.#generation) continue;
      void this.#load(area, key);
    }
  }

  async #load(area: Area, key: string): Promise<void> {
    const generation = this.#generation;
    this.#open.add(key);
    try {
      const tile = await this.#source.load(area);
      if (this.#closed) return;
      this.#keep(key, { tile, generation });
      this.#source.loaded();
    } catch (error) {
      if (this.#closed) return;
      // Not at once again: the same would fail for the same reason.
      this.#wanted = this.#wanted.filter((wanted) => wanted !== area);
      this.#source.failed(error);
    } finally {
      this.#open.delete(key);
    }
    this.#next();
  }

  #keep(key: string, held: Held<T>): void {
    this.#held.delete(key);
    this.#held.set(key, held);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= MAX_TILES) break;
      this.#held.delete(oldest);
    }
  }

  #touch(key: string): void {
    const held = this.#held.get(key);
    if (held) this.#keep(key, held);
  }
}
