import { setImmediate } from 'node:timers/promises';

/** Bytes that are worked on before others get their turn: some ms of work. */
export const SLICE_BYTES: number = 1024 * 1024;

/** Runs `step` until it gives true, letting the event loop go round in between. */
export async function inSlices(step: (bytes: number) => boolean): Promise<void> {
  while (!step(SLICE_BYTES)) await setImmediate();
}
