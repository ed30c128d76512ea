import { text } from 'node:stream/consumers';
import { CodecError } from '../../codec/errors.ts';
import { inspectPickle } from '../../codec/pickle/inspect.ts';
import { kindOfPickle } from '../../codec/pickle/kind.ts';
import { scanPickle } from '../../codec/pickle/scan.ts';
import { splicePickledDict } from '../../codec/pickle/splice.ts';
import { readVarDict } from '../../codec/pickle/var-dict.ts';
import { cpuMs } from './cpu-time.ts';

const readers: Record<string, (pickle: Buffer) => unknown> = {
  scan: (pickle) => scanPickle(pickle).end,
  splice: (pickle) =>
    splicePickledDict([
      { name: 'x', pickle },
      { name: 'y', pickle },
    ]).toBuffer().length,
  kind: kindOfPickle,
  inspect: (pickle) => inspectPickle(pickle).verdict,
  varDict: (pickle) => readVarDict(pickle).size,
};

/**
 * Every reader on every hostile pickle, under the heap limit that the process was started with. In: the patterns and
 * their size as JSON. Out: a line of JSON for each reader and pattern.
 */
const { patterns, size } = JSON.parse(await text(process.stdin)) as {
  patterns: [string, string, string][];
  size: number;
};
for (const [head, pattern, tail] of patterns) {
  const pickle = Buffer.from(head + pattern.repeat(size / pattern.length) + tail, 'latin1');
  for (const [reader, read] of Object.entries(readers)) {
    const start = process.cpuUsage();
    let outcome = 'read';
    try {
      read(pickle);
    } catch (error) {
      outcome = error instanceof CodecError ? error.code : String(error);
    }
    console.log(JSON.stringify({ pattern, reader, outcome, ms: cpuMs(start) }));
  }
}
