import { codeOf } from 'headframe';

/** What `instanceof` can ask of a caught error: whether it has one of these codes. */
export interface CodedErrorClass {
  readonly codes: readonly string[];
  [Symbol.hasInstance](error: unknown): boolean;
}

/** Makes such a class, so that `catch (error) { if (error instanceof Conflict) … }` reads as in PyMiner. */
export function codedErrorClass(...codes: readonly string[]): CodedErrorClass {
  return { codes, [Symbol.hasInstance]: (error) => codes.includes(codeOf(error)) };
}
