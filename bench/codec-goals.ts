/** What is measured of the codec: speeds, as ratios to CPython on the same payload. */
export const OPERATIONS = [
  'scan',
  'splice',
  'spliceAll',
  'spliceFresh',
  'decode',
  'write',
  'transcode',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The column of each operation, and the time of CPython's that it is compared with. */
export const COLUMNS: Readonly<Record<Operation, { title: string; beside: 'loads' | 'dumps' | 'both' }>> = {
  scan: { title: 'scan', beside: 'loads' },
  splice: { title: 'splice', beside: 'both' },
  spliceAll: { title: 'scan+splice+copy', beside: 'both' },
  spliceFresh: { title: '+new memory', beside: 'both' },
  decode: { title: 'decode', beside: 'loads' },
  write: { title: 'write', beside: 'dumps' },
  transcode: { title: 'transcode', beside: 'dumps' },
};

/** The least ratios to hold, by payload: 1 is as fast as CPython. An operation without a goal is only shown. */
export const GOALS: Readonly<Record<string, Partial<Record<Operation, number>>>> = {
  ints: { scan: 3, splice: 4, spliceAll: 3, decode: 0.6, write: 0.31, transcode: 0.12 },
  ints31: { scan: 4.8, splice: 4, decode: 0.87 },
  floats: { scan: 4.7, splice: 4, spliceAll: 6.1, decode: 0.75, write: 0.68, transcode: 0.05 },
  dict: { scan: 3.2, splice: 4, spliceAll: 10, decode: 0.18, write: 0.19, transcode: 0.15 },
  strings: { scan: 4, splice: 4, spliceAll: 6.7, decode: 0.1, write: 1.8, transcode: 0.72 },
  records: { scan: 2.4, splice: 4, spliceAll: 2.1, decode: 0.18, write: 0.61, transcode: 0.7 },
  'frame-object': { scan: 1.5, splice: 4, decode: 0.15 },
  'frame-40MB': { splice: 4, spliceAll: 12 },
  'array-80MB': { splice: 4, spliceAll: 1.5, write: 1.1 },
};

/** Milliseconds that describing an array may take, whatever its size. */
export const DESCRIBE_ARRAY_MS = 1;
