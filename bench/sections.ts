/** A part of the page about performance: what is asked, and the benchmarks that answer. */
export interface Section {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What is measured and how, for the page. */
  readonly what: string;
  readonly runs: readonly Run[];
}

/** One benchmark; its output are lines of JSON. */
export interface Run {
  readonly program: 'node' | 'python';
  /** The file, and the arguments of a full run. */
  readonly args: readonly string[];
  /** The arguments of a quick run, which only shows that it runs. */
  readonly quick: readonly string[];
  /** Seconds after which a full run is given up. */
  readonly seconds: number;
  /** All processes on one core, since a wake-up of another takes longer than what is measured. */
  readonly pinned?: boolean;
  readonly needs: readonly Need[];
}

/** What has to be there: a program, a module of Python, or a file. */
export type Need = { readonly install: string } & (
  | { readonly program: string }
  | { readonly module: string }
  | { readonly file: string }
);

const debian = (name: string): string => `apt-get install ${name}`;
const REDIS: Need = { program: 'redis-server', install: debian('redis-server') };
const REDIS_PY: readonly Need[] = [
  { module: 'redis', install: debian('python3-redis') },
  { module: 'hiredis', install: debian('python3-hiredis') },
];
const NUMPY: Need = { module: 'numpy', install: debian('python3-numpy') };
const PANDAS: Need = { module: 'pandas', install: debian('python3-pandas') };
const CHROMIUM: Need = {
  file: '/usr/lib/chromium/chromium-headless-shell',
  install: debian('chromium-headless-shell'),
};
const BUILT: Need = { file: 'dist/cli/main.js', install: 'npm run build' };

/** All sections, in the order of the page. */
export const SECTIONS: readonly Section[] = [
  {
    name: 'small',
    title: 'Small values, and changes told',
    what: 'Each library with its own server over a Unix socket: ours with its cache and its data plane off, so that values go through the socket as theirs do. The servers keep all in memory. A "change told to N" is one write or publication until the last of N subscribers has it. *bare net* is no server of values: two Node processes exchange as many bytes and do nothing else, which is the least that a round trip takes.',
    runs: [
      {
        program: 'node',
        args: ['bench/client.ts', '5'],
        quick: ['1', '^(set|get) 100 B, one'],
        seconds: 900,
        pinned: true,
        needs: [REDIS],
      },
      {
        program: 'python',
        args: ['bench/client.py'],
        quick: ['--repetitions', '1', '--count', '100', '--only', 'small'],
        seconds: 900,
        needs: [REDIS, ...REDIS_PY, NUMPY],
      },
    ],
  },
  {
    name: 'peers',
    title: 'Beside NATS, memcached and multiprocessing',
    what: "The other servers are asked by clients of a few lines that do nothing but speak their protocol, ours by its Python client, with its cache and its data plane off. NATS' key-value store is in memory and reached over loopback, as it has no Unix socket.",
    runs: [
      {
        program: 'python',
        args: ['bench/peers.py'],
        quick: ['--repetitions', '1', '--count', '80'],
        seconds: 600,
        needs: [NUMPY, ...REDIS_PY],
      },
    ],
  },
  {
    name: 'large',
    title: 'Large values and cached ones',
    what: 'Arrays that are mapped instead of sent, beside what the operating system gives alone; and values that a client has read before.',
    runs: [
      {
        program: 'python',
        args: ['bench/data-plane.py'],
        quick: ['--repetitions', '1', '--megabytes', '20'],
        seconds: 900,
        needs: [REDIS, ...REDIS_PY, NUMPY],
      },
      {
        program: 'node',
        args: ['bench/data-plane.ts', '5', '1000'],
        quick: ['1', '20'],
        seconds: 900,
        pinned: true,
        needs: [REDIS, { file: 'node_modules/koffi/package.json', install: 'npm ci' }],
      },
    ],
  },
  {
    name: 'durability',
    title: 'Durability and recovery',
    what: 'The workspace in one process, without a socket; Redis over one, by its own redis-benchmark, on a core of its own. So these say what the disk decides, and nothing of round trips.',
    runs: [
      {
        program: 'node',
        args: ['bench/storage.ts', '1000000'],
        quick: ['20000'],
        seconds: 900,
        needs: [REDIS, { program: 'redis-benchmark', install: debian('redis-tools') }],
      },
    ],
  },
  {
    name: 'codec',
    title: 'Reading and writing pickles',
    what: 'Processor time of the codec in TypeScript beside that of CPython on the same pickle, the best of all turns. `scan`, `splice` and `describe` do without making values, for which CPython has no counterpart: its `loads`, `dumps` or both stand beside them.',
    runs: [
      {
        program: 'node',
        args: ['bench/codec.ts', '8'],
        quick: ['1', 'dict'],
        seconds: 1800,
        needs: [NUMPY, PANDAS],
      },
    ],
  },
  {
    name: 'startup',
    title: 'Start and reload',
    what: 'From the start of the process until it says that it is ready, from the built package; and from saving a module of a plugin until it is active again.',
    runs: [
      { program: 'node', args: ['bench/startup.ts', '15'], quick: ['1'], seconds: 300, needs: [BUILT] },
      { program: 'node', args: ['bench/reload.ts', '300'], quick: ['10'], seconds: 600, needs: [] },
    ],
  },
  {
    name: 'host',
    title: 'The host and its page under load',
    what: "PyMiner's classic dialect beside a bare server that moves as many bytes; how long the host's event loop stands still; what the number of variables costs; and how soon the inspector's page shows and scrolls 10,000 of them in Chromium.",
    runs: [
      {
        program: 'node',
        args: ['bench/roundtrip.ts', '5'],
        quick: ['1', '1'],
        seconds: 900,
        pinned: true,
        needs: [],
      },
      { program: 'node', args: ['bench/event-loop.ts', '5'], quick: ['1'], seconds: 600, needs: [] },
      { program: 'node', args: ['bench/store.ts'], quick: [], seconds: 600, needs: [] },
      { program: 'node', args: ['bench/page.ts', '10000'], quick: ['500'], seconds: 600, needs: [CHROMIUM] },
    ],
  },
];
