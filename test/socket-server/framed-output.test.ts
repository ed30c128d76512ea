import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFrame, Frame, FrameReader } from '../../codec/index.ts';
import { writeAnswer } from '../../framed/answer.ts';
import type { ByteSink } from '../../framed/byte-sink.ts';
import { FramedOutput } from '../../framed/framed-output.ts';

/** A sink that keeps what it is given as it is given: what is changed too early shows at the end. */
class KeptSink implements ByteSink {
  readonly writable = true;
  readonly pieces: Uint8Array[] = [];
  readonly #isQuick: () => boolean;
  writableLength = 0;
  destroyedBy: Error | undefined;

  constructor(isQuick: () => boolean) {
    this.#isQuick = isQuick;
  }

  write(bytes: Uint8Array, taken?: () => void): boolean {
    const isTaken = this.writableLength === 0 && this.#isQuick();
    this.pieces.push(isTaken ? Uint8Array.from(bytes) : bytes);
    if (!isTaken) this.writableLength += bytes.length;
    if (taken) process.nextTick(taken);
    return isTaken;
  }

  /** The system takes what has waited. */
  drain(): void {
    this.pieces.splice(0, this.pieces.length, Buffer.concat(this.pieces));
    this.writableLength = 0;
  }

  cork(): void {}
  uncork(): void {}
  destroy(error: Error): void {
    this.destroyedBy = error;
  }
}

function answerOf(output: FramedOutput, id: number, length: number): Buffer {
  const payload = Buffer.alloc(length, id);
  const meta = Buffer.from([id]);
  writeAnswer(output, 1, id, { flags: 0, meta, payloadLength: length, payload: [payload] });
  return encodeFrame({ kind: 2, operation: 1, id, meta, payload: [payload] });
}

function idsOf(bytes: Uint8Array): number[] {
  const reader = new FrameReader({ payload: 1e6 });
  reader.feed(bytes);
  const ids: number[] = [];
  for (let frame = reader.next(); frame instanceof Frame; frame = reader.next()) ids.push(frame.id);
  assert.equal(reader.waitingBytes, 0);
  return ids;
}

test('answers of several clients in one turn reach each whole and in order, however slow it is', () => {
  for (const isQuick of [() => true, () => false]) {
    const sinks = [0, 1, 2].map(() => new KeptSink(isQuick));
    const outputs = sinks.map((sink) => new FramedOutput(sink, () => undefined));
    const expected: Buffer[][] = sinks.map(() => []);
    let id = 0;
    for (const length of [10, 0, 5000, 30_000, 100, 40_000, 1, 70_000, 20_000, 20_000, 20_000, 20_000, 3]) {
      for (const [index, output] of outputs.entries()) {
        id = (id % 250) + 1;
        expected[index]?.push(answerOf(output, id, length));
        if (length === 100 || length === 1) output.flush();
      }
      if (length === 5000) sinks[0]?.drain();
    }
    for (const output of outputs) output.flush();

    for (const [index, sink] of sinks.entries()) {
      const bytes = Buffer.concat(sink.pieces);
      assert.deepEqual(
        idsOf(bytes),
        expected[index]?.map((one) => one.readUInt32LE(4)),
      );
      assert.ok(bytes.equals(Buffer.concat(expected[index] ?? [])));
      assert.equal(outputs[index]?.queuedBytes, sink.writableLength);
    }
  }
});

test('what was gathered goes out in one write, and what follows a large answer behind it', () => {
  const sink = new KeptSink(() => true);
  const output = new FramedOutput(sink, () => undefined);

  output.gather();
  for (let id = 1; id <= 100; id++) answerOf(output, id, 100);
  output.flush();
  assert.equal(sink.pieces.length, 1);

  output.gather();
  answerOf(output, 101, 10);
  answerOf(output, 102, 100_000);
  answerOf(output, 103, 10);
  output.writeNow(encodeFrame({ kind: 4, operation: 19, id: 104 }));
  const ids = idsOf(Buffer.concat(sink.pieces));
  assert.deepEqual(
    ids,
    Array.from({ length: 104 }, (_, index) => index + 1),
  );
});

test('a client whose answer cannot be read to its end is cut off: what follows would not be an answer', async () => {
  const sink = new KeptSink(() => true);
  const broken = new Error('the file has gone');
  await new Promise<void>((resolve) => {
    const output = new FramedOutput(sink, () => {
      if (sink.destroyedBy) resolve();
    });
    output.stream(
      (function* () {
        yield Buffer.from('begin');
        throw broken;
      })(),
      10,
    );
  });
  assert.equal(sink.destroyedBy, broken);
  assert.equal(Buffer.concat(sink.pieces).toString(), 'begin');
});
