const MS_PER_TICK: ReadonlyMap<string, bigint> = new Map([
  ['W', 604_800_000n],
  ['D', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1000n],
  ['ms', 1n],
]);
/** By unit: ticks of a millisecond, and digits after those of milliseconds. */
const TICKS_PER_MS: ReadonlyMap<string, readonly [bigint, number]> = new Map([
  ['us', [1000n, 3]],
  ['ns', [1_000_000n, 6]],
]);

/** A datetime64 of so many ticks since 1970 as ISO 8601, as exactly as its unit is; the ticks where there is no date. */
export function ticksText(ticks: bigint, unit: string): string {
  if (unit === 'Y') return String(1970n + ticks);
  if (unit === 'M') return dateOf(Date.UTC(1970, Number(ticks)))?.slice(0, 7) ?? `${ticks} M`;
  const [perMs, digits] = TICKS_PER_MS.get(unit) ?? [1n, 0];
  const scale = digits > 0 ? 1n : MS_PER_TICK.get(unit);
  const whole = floorDivide(ticks, perMs);
  const iso = scale === undefined ? undefined : dateOf(Number(whole * scale));
  if (iso === undefined) return `${ticks} ${unit}`;
  if (unit === 'D' || unit === 'W') return iso.slice(0, 10);
  const fraction = String(ticks - whole * perMs).padStart(digits, '0');
  const exact = digits > 0 ? iso.slice(0, -1) + fraction : iso.slice(0, -1);
  return exact.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

function dateOf(ms: number): string | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
