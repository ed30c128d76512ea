import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecError } from '../../codec/errors.ts';
import { kindOfPickle } from '../../codec/pickle/kind.ts';
import { pythonLines } from './python.ts';

interface Sample {
  label: string;
  kind: string;
  type: string;
  ndim: number | null;
  pickles: string[];
}

test('the kind and type of real pickles, all protocols, by pickle and cloudpickle', async () => {
  const samples = await pythonLines<Sample>(['kind-samples.py']);
  assert.ok(samples.length > 50);
  for (const { label, kind, type, ndim, pickles } of samples) {
    assert.ok(pickles.length > 0, label);
    for (const [at, base64] of pickles.entries()) {
      const found = kindOfPickle(Buffer.from(base64, 'base64'));
      const pythonType = found.pythonType.replace(/^__main__\./, '');
      assert.deepEqual(
        { kind: found.kind, type: pythonType, ndim: found.ndim ?? null },
        { kind, type, ndim },
        `${label}, pickle ${at}`,
      );
    }
  }
});

test('a pickle cut short is refused', () => {
  assert.throws(
    () => kindOfPickle(Buffer.from('80045d94', 'hex')),
    (error) => {
      assert.ok(error instanceof CodecError);
      assert.equal(error.code, 'BAD_PICKLE');
      assert.equal(error.message, 'The pickle ends without STOP (at byte 4)');
      return true;
    },
  );
});
