import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodecError } from '../../codec/errors.ts';
import { kindOfPickle } from '../../codec/pickle/kind.ts';
import { kindSamples } from './kind-samples.ts';
import { sourceOf } from './source.ts';

test('the kind and type of real pickles, all protocols, by pickle and cloudpickle', () => {
  const samples = kindSamples();
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

test('the kind of a pickle in a file is that of its bytes, also where only its end tells it', () => {
  const numbers = Buffer.alloc(2 * 300_000, 'K\x05');
  const many = (begin: string, end: string): Buffer =>
    Buffer.concat([Buffer.from(begin, 'latin1'), numbers, Buffer.from(end, 'latin1')]);
  const pickles = [
    many('\x80\x04(', 't.'),
    many('\x80\x04](', 'e.'),
    many('\x80\x04](', 'e\x85.'),
    many('\x80\x04](', 'eK\x01\x86\x94.'),
    many('\x80\x04](', 'eK\x01K\x02\x87q\x00.'),
    many('\x80\x02](', 'e\x85r\x00\x00\x00\x00.'),
  ];
  for (const [index, pickle] of pickles.entries()) {
    const found = kindOfPickle(sourceOf(pickle));
    assert.deepEqual(found, kindOfPickle(pickle), `pickle ${index}`);
    assert.equal(found.kind, 'sequence', `pickle ${index}`);
    if (index >= 2) assert.equal(found.pythonType, 'tuple', `pickle ${index}`);
  }
});
