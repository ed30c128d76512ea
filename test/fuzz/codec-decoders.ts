import { CodecError } from '../../codec/errors.ts';
import { FrameError } from '../../codec/frame/frame-error.ts';
import { decodePlacedWrite, decodePlaceMeta } from '../../codec/frame/framed/index.ts';
import { bringInBand } from '../../codec/pickle/in-band.ts';
import { scanPickle } from '../../codec/pickle/scan.ts';
import { frozenCorpus } from '../codec/corpus-run.ts';
import { vectors } from '../frame/framed-vectors.ts';
import type { Decoder } from './fuzz.ts';

const BUFFERS = [Buffer.from('first'), Buffer.from('second')];
/** NEXT_BUFFER and READONLY_BUFFER of PEP 574. */
const OUT_OF_BAND = ['\x80\x05\x97.', '\x80\x05\x97\x98.', '\x80\x05](\x97\x97\x98e.'];

/** Whether `run` goes through; false for an error of that kind. */
function unless(kind: typeof CodecError | typeof FrameError, run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof kind) return false;
    throw error;
  }
}

/** Decoders of the codec that `test/codec` and `test/frame` do not fuzz. */
export function codecDecoders(): Decoder[] {
  const { answers, sets } = vectors.places;
  const small = frozenCorpus().filter(({ pickle }) => pickle.length < 1024);
  return [
    {
      name: 'place',
      samples: answers.map(({ hex }) => Buffer.from(hex, 'hex')),
      takes: (bytes) => unless(FrameError, () => decodePlaceMeta(bytes)),
    },
    {
      name: 'placed write',
      samples: sets.map(({ hex }) => Buffer.from(hex, 'hex')),
      takes: (bytes) => unless(FrameError, () => decodePlacedWrite(bytes, (bytes[0] ?? 0) & 0x7f)),
    },
    {
      name: 'out-of-band pickle',
      samples: [
        ...OUT_OF_BAND.map((text) => Buffer.from(text, 'latin1')),
        ...small.slice(0, 200).map(({ pickle }) => pickle),
      ],
      takes: (bytes) => unless(CodecError, () => scanPickle(bringInBand(bytes, BUFFERS).toBuffer())),
    },
  ];
}
