import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Base64Decoder,
  base64Chunks,
  FrameError,
  JsonChecker,
  sliceOf,
  TextPacketReader,
} from '../../codec/frame/index.ts';

const MIB = 1024 * 1024;
const VALUE_BYTES = 100 * MIB;
const CHUNK_BYTES = 64 * 1024;

/** A request that carries 100 MiB as base64, made piece by piece. */
function* request(): Generator<Buffer> {
  yield Buffer.from('{"method": "write_p", "params": ["x", "');
  for (const text of base64Chunks([value()])) {
    for (let at = 0; at < text.length; at += CHUNK_BYTES) yield text.subarray(at, at + CHUNK_BYTES);
  }
  yield Buffer.from('", "server"]}PMEND');
}

function value(): Buffer {
  const bytes = Buffer.alloc(VALUE_BYTES);
  for (let at = 0; at < VALUE_BYTES; at += 4096) bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  return bytes;
}

/** Counts the bytes that `run` copies from one Buffer to another. */
function copiedBy(run: () => void): number {
  const copy = Buffer.prototype.copy;
  let bytes = 0;
  Buffer.prototype.copy = function counted(this: Buffer, ...args: Parameters<typeof copy>) {
    const copied = copy.apply(this, args);
    bytes += copied;
    return copied;
  };
  try {
    run();
  } finally {
    Buffer.prototype.copy = copy;
  }
  return bytes;
}

test('a packet of 133 MB is read, checked and decoded in steps of bounded work', () => {
  const reader = new TextPacketReader();
  const packets: Array<Buffer | FrameError> = [];
  let received = 0;
  let copied = 0;
  let most = 0;
  for (const chunk of request()) {
    const bytes = copiedBy(() => packets.push(...reader.push(chunk)));
    received += chunk.length;
    copied += bytes;
    most = Math.max(most, bytes);
  }
  const [packet] = packets;
  assert.ok(packet !== undefined && !(packet instanceof FrameError));
  assert.equal(packet.length, received - 5);
  assert.ok(most <= 4 * MIB + CHUNK_BYTES, `one push copied ${most} bytes`);
  assert.ok(copied <= received + 5 * MIB, `${copied} bytes copied for ${received} received`);

  const checker = new JsonChecker(packet);
  for (let done = false, before = 0; !done; before = checker.position) {
    done = checker.step(MIB);
    assert.ok(checker.position - before <= MIB + 6, `one step checked ${checker.position - before} bytes`);
  }
  const params = sliceOf(checker.document).members().get('params')?.elements();
  const text = params?.[1]?.rawText();
  assert.ok(text);
  assert.equal(text.bytes.buffer, packet.buffer);

  const decoder = new Base64Decoder(text.bytes, text);
  for (let done = false, before = 0; !done; before = decoder.result.length) {
    done = decoder.step(MIB);
    assert.ok(
      decoder.result.length - before <= MIB,
      `one step decoded ${decoder.result.length - before} bytes`,
    );
  }
  assert.equal(decoder.result.length, VALUE_BYTES);
  assert.equal(decoder.result.buffer.byteLength, VALUE_BYTES);
  assert.ok(decoder.result.equals(value()));
});

test('what was not received of the limit takes no memory', () => {
  const before = process.memoryUsage.rss();
  const readers = Array.from({ length: 8 }, () => new TextPacketReader());
  const opening = Buffer.concat([Buffer.from('{"v": "'), Buffer.alloc(5 * MIB, 'x')]);
  for (const reader of readers) assert.deepEqual(reader.push(opening), []);
  const grown = process.memoryUsage.rss() - before;
  assert.ok(grown < 8 * 4 * opening.length, `8 pending packets of 5 MiB take ${grown} bytes`);
});
