import { GUARANTEES } from '../guarantees/index.ts';

/** A test that takes long: a command of its own. */
export interface LongCommand {
  readonly name: string;
  /** The requirements that it is about. */
  readonly ids: readonly string[];
  readonly file: string;
  readonly args: readonly string[];
  /** Options of Node. */
  readonly options?: readonly string[];
  /** Seconds after which it is ended, and has failed. */
  readonly bound: number;
  /** What in its output is a failure too. */
  readonly misses?: RegExp;
}

const HOUR = 3600;

/** All of them; the last line that each prints is its figure. */
export const LONG_COMMANDS: readonly LongCommand[] = [
  { name: 'durability', ids: ['R1'], file: 'test/long/durability.ts', args: ['1000'], bound: 2 * HOUR },
  { name: 'terminations', ids: ['R2'], file: 'test/long/terminations.ts', args: ['500'], bound: 2 * HOUR },
  { name: 'increments', ids: ['R4'], file: 'test/long/increments.ts', args: ['32', '1000'], bound: HOUR },
  { name: 'restarts', ids: ['R3', 'R5'], file: 'test/long/restarts.ts', args: ['50', '10'], bound: HOUR },
  {
    name: 'python-restarts',
    ids: ['R3', 'R5'],
    file: 'test/long/python-restarts.ts',
    args: ['50', '10'],
    bound: HOUR,
  },
  { name: 'catch-up', ids: ['R5'], file: 'test/long/catch-up.ts', args: ['50', '1000'], bound: HOUR },
  {
    name: 'compat-restarts',
    ids: ['R3', 'R5'],
    file: 'test/long/compat-restarts.ts',
    args: ['50', '10'],
    bound: HOUR,
  },
  {
    name: 'enable-disable',
    ids: ['R7'],
    file: 'test/long/enable-disable.ts',
    args: ['1000'],
    options: ['--expose-gc'],
    bound: HOUR,
  },
  { name: 'stopped-client', ids: ['L3'], file: 'test/long/stopped-client.ts', args: [], bound: HOUR },
  { name: 'stalled-peers', ids: ['L5'], file: 'test/long/stalled-peers.ts', args: [], bound: HOUR },
  { name: 'event-loop', ids: ['L6'], file: 'bench/event-loop.ts', args: [], bound: HOUR, misses: /\bmiss$/m },
  { name: 'fuzz', ids: ['R9', 'S6', 'S7'], file: 'test/long/fuzz.ts', args: ['600'], bound: HOUR },
  {
    name: 'breaks',
    ids: GUARANTEES.map(({ id }) => id),
    file: 'test/long/breaks.ts',
    args: [],
    bound: 3 * HOUR,
  },
  { name: 'soak', ids: ['R10'], file: 'test/long/soak.ts', args: ['3600'], bound: 2 * HOUR },
];
