/** Colours from low to high that stay apart for people who see colours otherwise; after matplotlib's viridis. */
const STOPS: readonly (readonly [red: number, green: number, blue: number])[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
];

/** The colour of a share from 0 to 1. */
export function colourOf(share: number): readonly [red: number, green: number, blue: number] {
  const place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const low = STOPS[Math.floor(place)] ?? STOPS[0];
  const high = STOPS[Math.ceil(place)] ?? low;
  const part = place - Math.floor(place);
  const mix = (index: 0 | 1 | 2): number => {
    const from = low?.[index] ?? 0;
    return Math.round(from + ((high?.[index] ?? 0) - from) * part);
  };
  return [mix(0), mix(1), mix(2)];
}

/** The finite extremes of numbers; nothing when there are none. */
export function extremesOf(numbers: Float64Array): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue;
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return low > high ? undefined : [low, high];
}

/** Pixels (RGBA) of numbers; those that are missing or infinite are see-through. */
export function pixelsOf(
  numbers: Float64Array,
  [low, high]: readonly [low: number, high: number],
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(numbers.length * 4);
  const span = high - low || 1;
  for (const [index, number] of numbers.entries()) {
    if (!Number.isFinite(number)) continue;
    pixels.set(colourOf((number - low) / span), index * 4);
    pixels[index * 4 + 3] = 255;
  }
  return pixels;
}
