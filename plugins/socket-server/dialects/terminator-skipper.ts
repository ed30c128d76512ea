import { TERMINATOR } from '../terminator.ts';

/** Drops white space and one terminator in front of what follows, over chunks cut anywhere. */
export class TerminatorSkipper {
  #matched = 0;

  /** The bytes that follow, with those of an unfinished terminator; `undefined` while more are needed. */
  push(chunk: Buffer): Buffer | undefined {
    let at = 0;
    while (at < chunk.length) {
      const byte = chunk[at];
      if (byte === TERMINATOR[this.#matched]) this.#matched += 1;
      else if (this.#matched > 0 || !isSpace(byte)) {
        return Buffer.concat([TERMINATOR.subarray(0, this.#matched), chunk.subarray(at)]);
      }
      at += 1;
      if (this.#matched === TERMINATOR.length) return chunk.subarray(at);
    }
    return undefined;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
