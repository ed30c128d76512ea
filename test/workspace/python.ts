import { runPython } from '../codec/python.ts';

/** What real Python prints for a program that is given bytes on its standard input. Throws when the program does. */
export function python(program: string, input?: Uint8Array): Buffer {
  return runPython(['-c', program], input);
}
