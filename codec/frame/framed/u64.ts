const HIGH = 0x1_0000_0000;

/** An unsigned 64-bit integer, little endian, as a number: exact up to 2^53, above that rounded. */
export function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * HIGH;
}

/** Writes a non-negative safe integer as an unsigned 64-bit one; gives the place after it. */
export function writeU64(bytes: Buffer, value: number, at: number): number {
  bytes.writeUInt32LE(value % HIGH, at);
  return bytes.writeUInt32LE(Math.floor(value / HIGH), at + 4);
}
