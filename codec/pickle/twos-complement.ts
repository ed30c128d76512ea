/** An integer as LONG1 and LONG4 hold it: two's complement, little-endian, as few bytes as hold it; none for 0. */
export function twosComplement(value: bigint): Buffer {
  if (value === 0n) return Buffer.alloc(0);
  const magnitude = value < 0n ? -value - 1n : value;
  const size = Math.floor(bitLength(magnitude) / 8) + 1;
  const digits = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(digits, 'hex').reverse();
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}
