import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CodecError } from '../../codec/errors.ts';
import { decodeTypedJson } from '../../codec/json/decode.ts';
import { encodeTypedJson } from '../../codec/json/encode.ts';
import { decodePickle } from '../../codec/pickle/decode.ts';
import { encodePickle } from '../../codec/pickle/encode.ts';
import { typedJsonToPickle } from '../../codec/pickle/transcode.ts';
import { runPython } from './python.ts';

const GENERATOR = 'corpus.py';
const FROZEN = join(import.meta.dirname, '../fixtures/corpus');

export interface CorpusEntry {
  readonly library: string;
  readonly group: string;
  readonly expression: string;
  readonly protocol: number;
  readonly pickle: Buffer;
}

export type Outcome = 'exact' | 'placeholder' | 'refused' | 'wrong';

export interface CorpusResult extends CorpusEntry {
  readonly outcome: Outcome;
  /** Why it is not exact; empty when it is. */
  readonly reason: string;
}

let frozen: readonly CorpusEntry[] | undefined;

/** The frozen corpus: the pickles of several versions of Python and its libraries. */
export function frozenCorpus(): readonly CorpusEntry[] {
  frozen ??= readdirSync(FROZEN)
    .filter((name) => name.endsWith('.gz'))
    .sort()
    .flatMap((name) => readPack(readFileSync(join(FROZEN, name))));
  return frozen;
}

/** The corpus as the Python of this machine makes it. */
export function freshCorpus(): CorpusEntry[] {
  return readPack(runPython([GENERATOR, 'write', '/dev/stdout']));
}

let distinct: readonly CorpusEntry[] | undefined;

/** Both without what is there again: several versions of Python write most pickles alike. */
export function distinctCorpus(): readonly CorpusEntry[] {
  distinct ??= [
    ...new Map(
      [...frozenCorpus(), ...freshCorpus()].map((entry) => [entry.pickle.toString('latin1'), entry]),
    ).values(),
  ];
  return distinct;
}

function readPack(packed: Buffer): CorpusEntry[] {
  const entries: CorpusEntry[] = [];
  const data = gunzipSync(packed);
  for (let at = 0; at < data.length; ) {
    const head = data.readUInt32LE(at);
    const body = data.readUInt32LE(at + 4);
    const from = at + 8 + head;
    const header = JSON.parse(data.toString('utf8', at + 8, from));
    entries.push({ ...header, pickle: data.subarray(from, from + body) });
    at = from + body;
  }
  return entries;
}

/** The ways back to Python that every value must survive. */
const ROUTES: readonly ((value: unknown) => Buffer)[] = [
  (value) => encodePickle(value),
  (value) => encodePickle(decodePickle(encodePickle(value))),
  (value) => typedJsonToPickle(encodeTypedJson(value).document),
  (value) => {
    const { document, buffers } = encodeTypedJson(value, { attachFrom: 64 });
    return encodePickle(decodeTypedJson(document, { buffers }));
  },
];

/**
 * Decodes every entry, writes it back as a pickle directly and through typed JSON, and lets Python compare each with the
 * object that it should be, type for type. What several entries have in common is done once.
 */
export function runCorpus(entries: readonly CorpusEntry[]): CorpusResult[] {
  const keys = entries.map(({ expression, pickle }) => `${expression} ${pickle.toString('latin1')}`);
  const distinct = new Map(entries.map((entry, at) => [keys[at], entry]));
  const results = runDistinct([...distinct.values()]);
  const byKey = new Map([...distinct.keys()].map((key, at) => [key, results[at]]));
  return entries.map((entry, at) => ({ ...(byKey.get(keys[at]) as CorpusResult), ...entry }));
}

function runDistinct(entries: readonly CorpusEntry[]): CorpusResult[] {
  const toCheck: Buffer[] = [];
  const results = entries.map((entry, id): CorpusResult => {
    let value: unknown;
    try {
      value = decodePickle(entry.pickle);
    } catch (error) {
      return { ...entry, outcome: 'refused', reason: codecMessage(error) };
    }
    try {
      const written = new Map(
        ROUTES.map((route) => route(value)).map((one) => [one.toString('latin1'), one]),
      );
      for (const pickle of written.values()) toCheck.push(checkEntry(id, entry, pickle));
    } catch (error) {
      return { ...entry, outcome: 'placeholder', reason: codecMessage(error) };
    }
    return { ...entry, outcome: 'exact', reason: '' };
  });
  const wrong = checkInPython(Buffer.concat(toCheck));
  return results.map((result, id) => {
    const reason = wrong.get(id);
    return reason === undefined ? result : { ...result, outcome: 'wrong', reason };
  });
}

function codecMessage(error: unknown): string {
  if (!(error instanceof CodecError)) throw error;
  return `${error.code}: ${error.message}`;
}

function checkEntry(id: number, entry: CorpusEntry, pickle: Buffer): Buffer {
  const { expression, pickle: original } = entry;
  const header = Buffer.from(JSON.stringify({ id, expression, original: original.length }), 'utf8');
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(header.length, 0);
  lengths.writeUInt32LE(original.length + pickle.length, 4);
  return Buffer.concat([lengths, header, original, pickle]);
}

function checkInPython(packed: Buffer): Map<number, string> {
  const output = runPython(
    ['-W', 'error::DeprecationWarning', '-W', 'error::FutureWarning', GENERATOR, 'check', '/dev/stdin'],
    packed,
  );
  const lines = output
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const summary = lines.pop();
  if (typeof summary.checked !== 'number') throw new Error('The check in Python did not finish');
  return new Map(lines.map(({ id, problem }) => [id, problem]));
}
