import { setImmediate } from 'node:timers/promises';
import { codeOf } from 'headframe';
import { Base64Decoder, readVarDict, type VarDictValue } from 'headframe/codec';
import type { WriteRequest } from './workspace.ts';

const SLICE_BYTES = 1024 * 1024;
const STOP = 0x2e;

/** What a pickled dict of pickles holds: variables to write, and those that cannot be read, with the reason's code. */
export interface PickledDict {
  readonly requests: readonly WriteRequest[];
  readonly skipped: Map<string, string>;
}

/**
 * Reads the argument of PyMiner's `write_var_dic`: a pickled dict of names to pickles, each as base64
 * (text or bytes) or as it is. Nothing is executed. Throws `BAD_PICKLE`, `TOO_LARGE` when the dict itself is not
 * that.
 */
export async function readPickledDict(bytes: Uint8Array): Promise<PickledDict> {
  const requests: WriteRequest[] = [];
  const skipped = new Map<string, string>();
  let done = 0;
  for (const [name, entry] of readVarDict(bytes)) {
    try {
      const document = isPickle(entry) ? entry.data : await decode(entry);
      requests.push({ name, value: { method: 'pickle', document, buffers: [] } });
    } catch (error) {
      skipped.set(name, codeOf(error));
    }
    done += entry.data.byteLength;
    if (done > SLICE_BYTES) {
      done = 0;
      await setImmediate();
    }
  }
  return { requests, skipped };
}

/** Every pickle has its STOP, a full stop, which no base64 contains. */
function isPickle({ kind, data }: VarDictValue): boolean {
  return kind === 'bytes' && data.includes(STOP);
}

async function decode({ data }: VarDictValue): Promise<Uint8Array> {
  const decoder = new Base64Decoder(data);
  while (!decoder.step(SLICE_BYTES)) await setImmediate();
  return decoder.result;
}
