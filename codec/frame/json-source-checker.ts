import { type ByteSource, ByteWindow } from '../byte-window.ts';
import { DEFAULT_JSON_LIMITS, type JsonLimits } from './json-document.ts';
import { JsonMachine } from './json-machine.ts';

const WINDOW_BYTES = 1024 * 1024;
/** What begins before this many bytes of the window's end may need bytes behind it. */
const AHEAD_BYTES = 6;

/**
 * Checks a JSON document that is not in memory, such as one in a file, as {@link JsonChecker} does: the same is
 * taken, and refused with the same words. A window of it is in memory at a time.
 */
export class JsonSourceChecker {
  readonly #window: ByteWindow;
  readonly #machine: JsonMachine;

  /** `windowBytes`: at least 16. Throws what the source throws. */
  constructor(source: ByteSource, limits: Partial<JsonLimits> = {}, windowBytes: number = WINDOW_BYTES) {
    this.#window = new ByteWindow(source, windowBytes);
    this.#machine = new JsonMachine(this.#window.bytes, { ...DEFAULT_JSON_LIMITS, ...limits });
  }

  /**
   * Checks one window more; true when the whole document was found good.
   *
   * @throws FrameError `BAD_JSON`, `TOO_DEEP` or `TOO_MANY_KEYS`, each with the place in bytes, and what the
   * source throws.
   */
  step(): boolean {
    const window = this.#window;
    const machine = this.#machine;
    const isLast = window.beyond === 0;
    machine.run(window.bytes.length - (isLast ? 0 : AHEAD_BYTES));
    if (isLast) {
      machine.finish();
      return true;
    }
    const { needed } = machine;
    window.moveTo(window.base + needed);
    machine.slide(window.bytes, needed);
    return false;
  }
}
