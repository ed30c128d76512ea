import type { Verdict } from '../../codec/pickle/inspect.ts';

/** What Python does with a pickle; `runs` means that it makes the folder "canary", as an attacker's code would. */
export type Outcome = 'runs' | 'changes' | 'fails' | 'loads';

export interface HostileSample {
  readonly name: string;
  /** One character a byte. */
  readonly pickle: string;
  readonly verdict: Verdict;
  readonly c: Outcome;
  /** The pure Python unpickler, where it differs from the C one. */
  readonly pure?: Outcome;
  /** A Python expression on `value`, what was loaded, that makes the outcome `changes`. */
  readonly probe?: string;
  /** An import that the report must name. */
  readonly names?: string;
}

const MAKE = "__import__('os').mkdir('canary')";
/** Calls os.mkdir('canary') in the plainest way; leaves its result. */
const PAYLOAD = 'cos\nmkdir\n(Vcanary\ntR';
/** Completes [callable] to a call with 'canary'. */
const CALL = '(Vcanary\ntR';

const foreign = (name: string, pickle: string, names: string): HostileSample => ({
  ...{ name, pickle, names },
  ...{ verdict: 'foreign-imports', c: 'runs' },
});
const unknown = (name: string, pickle: string, more: Partial<HostileSample> = {}): HostileSample => ({
  ...{ name, pickle, verdict: 'unknown', c: 'runs' },
  ...more,
});
const invalid = (name: string, pickle: string, more: Partial<HostileSample> = {}): HostileSample => ({
  ...{ name, pickle, verdict: 'invalid', c: 'runs' },
  ...more,
});

const inner = `\x80\x03${PAYLOAD}.`;

export const hostileSamples: readonly HostileSample[] = [
  foreign('GLOBAL and REDUCE', `${PAYLOAD}.`, 'os.mkdir'),
  foreign('INST', '(Vcanary\nios\nmkdir\n.', 'os.mkdir'),
  foreign('OBJ', '(cos\nmkdir\nVcanary\no.', 'os.mkdir'),
  foreign('STACK_GLOBAL', '\x80\x04\x8c\x02os\x8c\x05mkdir\x93\x8c\x06canary\x85R.', 'os.mkdir'),
  foreign('a call whose result is popped', `${PAYLOAD}0N.`, 'os.mkdir'),
  foreign('a call whose result goes with its mark', `(${PAYLOAD}1N.`, 'os.mkdir'),
  foreign('a callable used through DUP', `cos\nmkdir\n2${CALL}0.`, 'os.mkdir'),
  foreign(
    'memo confusion: MEMOIZE overwrites index 1, since one index is set',
    '\x80\x04\x8c\x06getcwdq\x010\x8c\x05mkdir\x940\x8c\x02osh\x01\x93\x8c\x06canary\x85R.',
    'os.mkdir',
  ),
  foreign(
    'memo confusion: after PUT 1000 MEMOIZE sets index 1, not 1001',
    '\x80\x04\x8c\x06getcwdp1000\n0\x8c\x05mkdir\x940\x8c\x02osh\x01\x93\x8c\x06canary\x85R.',
    'os.mkdir',
  ),
  foreign(
    'memo confusion: a repeated PUT does not count for MEMOIZE',
    '\x80\x04Nq\x00q\x000\x8c\x06getcwdq\x020\x8c\x02os\x8c\x05mkdir\x94q\x010h\x01\x93\x8c\x06canary\x85R.',
    'os.mkdir',
  ),
  foreign(
    'nested pickle.loads',
    `\x80\x03cpickle\nloads\nC${String.fromCharCode(inner.length)}${inner}\x85R.`,
    'pickle.loads',
  ),
  foreign(
    '_pickle.loads',
    `\x80\x03c_pickle\nloads\nC${String.fromCharCode(inner.length)}${inner}\x85R.`,
    '_pickle.loads',
  ),
  foreign("Python 2's name of eval", `c__builtin__\neval\n(V${MAKE}\ntR.`, 'builtins.eval'),
  foreign(
    "Python 2's commands, which Python 3 takes for subprocess",
    'ccommands\ngetoutput\n(Vmkdir canary\ntR.',
    'subprocess.getoutput',
  ),
  foreign(
    'PROTO in mid-stream brings Python 2 names back',
    `\x80\x04N0\x80\x02c__builtin__\neval\n(V${MAKE}\ntR.`,
    'builtins.eval',
  ),
  foreign('a function that blocklists forget: timeit', `ctimeit\ntimeit\n(V${MAKE}\ntR.`, 'timeit.timeit'),
  foreign(
    'a function of a module that seems harmless: numpy.testing',
    `cnumpy.testing._private.utils\nrunstring\n(V${MAKE}\n(dtR.`,
    'numpy.testing._private.utils.runstring',
  ),
  foreign('a payload inside a dict that is thrown away', `}V k\n${PAYLOAD}s0N.`, 'os.mkdir'),
  {
    ...{ name: 'a factory that the reader will call', pickle: 'ccollections\ndefaultdict\n(cos\nabort\ntR.' },
    ...{ verdict: 'foreign-imports', c: 'loads', names: 'os.abort' },
  },
  {
    ...{ name: 'numpy.__builtins__', pickle: '\x80\x02cnumpy\n__builtins__\n.' },
    ...{ verdict: 'foreign-imports', c: 'changes', probe: "'eval' in value", names: 'numpy.__builtins__' },
  },
  {
    ...{ name: 'copyreg._reconstructor on a base with an __init__', verdict: 'unknown', c: 'runs' },
    pickle: 'ccopyreg\n_reconstructor\n(csubprocess\nPopen\ncsubprocess\nPopen\n(lVmkdir\naVcanary\natR.',
    names: 'subprocess.Popen',
  },

  unknown(
    'numpy.__builtins__ and operator.itemgetter',
    `coperator\nitemgetter\n(Veval\ntR(cnumpy\n__builtins__\ntR(V${MAKE}\ntR.`,
  ),
  unknown('operator.attrgetter', `coperator\nattrgetter\n(Vmkdir\ntR(cpathlib\nos\ntR${CALL}.`),
  unknown('operator.methodcaller', 'coperator\nmethodcaller\n(Vmkdir\nVcanary\ntR(cpathlib\nos\ntR.'),
  unknown('functools.partial', 'cfunctools\npartial\n(cos\nmkdir\nVcanary\ntR(tR.'),
  unknown('builtins.getattr', `cbuiltins\ngetattr\n(cpathlib\nos\nVmkdir\ntR${CALL}.`),
  unknown(
    'STACK_GLOBAL with a name that a permitted call makes',
    `\x80\x04cbuiltins\nstr\n(Vos\ntR\x8c\x05mkdir\x93${CALL}.`,
  ),
  unknown('STACK_GLOBAL with a name that is written in escapes', `V\\u006fs\nV\\u006dkdir\n\x93${CALL}.`),
  unknown("STACK_GLOBAL with Python 2's str", `U\x02osU\x05mkdir\x93${CALL}.`),
  unknown('a dotted name', `\x80\x04cpathlib\nos.mkdir\n${CALL}.`),
  unknown('a dotted name by STACK_GLOBAL', `\x80\x04\x8c\x07pathlib\x8c\x08os.mkdir\x93${CALL}.`),
  unknown('a dotted name that only reads', '\x80\x04cdatetime\nsys.modules\n.', {
    c: 'changes',
    probe: 'value is sys.modules',
  }),
  unknown('BUILD on an import', 'cfractions\nFraction\n(N(Vcanary\nI1\ndtb.', {
    ...{ c: 'changes', probe: "hasattr(fractions.Fraction, 'canary')" },
  }),
  unknown(
    'BUILD on an import, then a name from what it set',
    `\x80\x04cfractions\nFraction\n(N(Vhidden\nVos\ndtb0\x8c\x09fractions\x8c\x0fFraction.hidden\x93\x8c\x05mkdir\x93${CALL}.`,
  ),
  unknown('SETITEM on an import', 'csys\nmodules\nVcanary\nNs.', {
    c: 'changes',
    probe: "'canary' in sys.modules",
  }),
  unknown('APPENDS on an import', 'csys\npath\n(Vcanary\ne.', {
    c: 'changes',
    probe: "'canary' in sys.path",
  }),
  unknown(
    'APPEND that calls what BUILD has set',
    '\x80\x04ccollections\nOrderedDict\n)R(N(Vappend\ncos\nmkdir\ndtbVcanary\na.',
    {
      names: 'os.mkdir',
      verdict: 'foreign-imports',
    },
  ),
  unknown('_codecs.encode with a codec of code', 'c_codecs\nencode\n(Vabc\nVrot13\ntR.', { c: 'loads' }),
  unknown('an extension code', '\x80\x02\x82\x01.', { c: 'fails' }),
  unknown('a persistent id', 'Pcanary\n.', { c: 'fails' }),
  unknown('a binary persistent id', 'Vcanary\nQ.', { c: 'fails' }),
  unknown('an out-of-band buffer', '\x80\x05\x97.', { c: 'fails' }),
  unknown('an opcode across the end of its frame', `\x80\x04\x95\x03\0\0\0\0\0\0\0${PAYLOAD}.`, {
    pure: 'fails',
  }),
  unknown('a frame inside a frame', `\x80\x04\x95\x18\0\0\0\0\0\0\0N\x95\x08\0\0\0\0\0\0\x000${PAYLOAD}.`, {
    pure: 'fails',
  }),

  invalid('no STOP after the payload', PAYLOAD),
  invalid('no opcode after the payload', `${PAYLOAD}\xff.`),
  invalid('a memo index that was never set, after the payload', `${PAYLOAD}g99\n.`),
  invalid('a memo index that is no number, after the payload', `${PAYLOAD}gx\n.`),
  invalid('an unknown protocol after the payload', `${PAYLOAD}\x80\x7f.`),
  invalid('a length beyond the bytes, after the payload', `${PAYLOAD}B\xff\xff\xff\xff.`),
  invalid('an empty stack after the payload', `${PAYLOAD}000.`),
  invalid('two objects at STOP', `${PAYLOAD}N.`),
  invalid('an open mark at STOP', `(${PAYLOAD}.`),
  invalid('a frame beyond the bytes, after the payload', `${PAYLOAD}\x95\xff\0\0\0\0\0\0\0.`),
  invalid('a negative length', 'T\xfb\xff\xff\xff.', { c: 'fails' }),

  {
    name: 'a payload after STOP, which nothing reads',
    pickle: `N.${PAYLOAD}.`,
    verdict: 'data-only',
    c: 'loads',
  },
  {
    ...{
      name: 'a call for 4 TB of zeros: memory is not what a verdict is about',
      verdict: 'data-only',
      c: 'fails',
    },
    pickle: '\x80\x04cbuiltins\nbytearray\n\x8a\x06\0\0\0\0\0\x04\x85R.',
  },
];
