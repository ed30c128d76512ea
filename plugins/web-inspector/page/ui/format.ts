const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const STEP = 1024;
const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;

/** A number of bytes for people: `999 B`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

/** A time in seconds since 1970 for people: of the last day as a time, else as a date. */
export function formatTime(seconds: number, now: number = Date.now()): string {
  const date = new Date(seconds * SECOND_MS);
  const iso = new Date(date.getTime() - date.getTimezoneOffset() * 60 * SECOND_MS).toISOString();
  return now - date.getTime() < DAY_MS ? iso.slice(11, 19) : iso.slice(0, 16).replace('T', ' ');
}

/** A shape for people: `3 × 4`. */
export function formatShape(shape: readonly number[] | null): string {
  return shape === null ? '' : shape.length === 0 ? '()' : shape.join(' × ');
}
