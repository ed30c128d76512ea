import type { Guarantee } from './guarantee.ts';

const SERVER = 'test/socket-server';
const PAGE = 'test/web-inspector';

export const SECURITY: readonly Guarantee[] = [
  {
    id: 'S1',
    what: 'The host listens on loopback. On another address it demands a token, turns text clients away unless they are allowed, and does not start when it needs tokens that it cannot have.',
    shownBy: {
      [`${SERVER}/auth-access.test.ts`]: ['who may do what without a token: every origin with every setting'],
      [`${SERVER}/auth-listening.test.ts`]: [
        'every kind of address with every setting: where the server listens, and where it needs tokens',
        'tokens that it needs and cannot have end a start with 78 and say what to set',
      ],
      [`${SERVER}/auth-text.test.ts`]: ['text clients of other machines are told so, unless they are let in'],
    },
  },
  {
    id: 'S2',
    what: 'A token has 256 random bits, lies in a file of its owner alone, counts only in the hello of the framed dialect and in HTTP’s `Authorization` header, and is said nowhere but by `token show`. A printed address of the page has a ticket that counts once, within a minute, for a cookie that no script reads and no other site’s request carries.',
    shownBy: {
      [`${SERVER}/auth-framed.test.ts`]: ['a token decides the role, wherever it is shown'],
      [`${SERVER}/auth-secrets.test.ts`]: [
        'a token is said nowhere but where it is asked for: no log, no answer, no file, no configuration has it',
      ],
      'test/cli/token.test.ts': [
        'the tokens are made when they are first shown, in a file of their own for their owner alone',
        'a file that cannot be trusted is neither read nor written over',
      ],
      [`${PAGE}/access.test.ts`]: [
        'a ticket lets one browser in, by a cookie that no script and no other site gets at',
        'a ticket counts for a minute, and so many of them at a time',
        'a token in a header has its role, wherever the cookie would do',
      ],
      [`${PAGE}/open.test.ts`]: [
        'the start prints an address that lets a browser in, and open another, with the socket server off too',
      ],
    },
  },
  {
    id: 'S3',
    what: 'A rotation of the token closes the sessions that used the old one.',
    shownBy: {
      [`${SERVER}/auth-rotation.test.ts`]: [
        'a new token closes the sessions of the old one, 50 of them, and no other',
        'a client that reads nothing is closed with the others',
      ],
      [`${PAGE}/access.test.ts`]: ['new tokens end what the old ones let in'],
    },
  },
  {
    id: 'S4',
    what: 'Who comes from another machine has 4096 bytes and 2 s to say who it is, and its address 16 places; when all places are taken the oldest stranger goes.',
    shownBy: {
      [`${SERVER}/auth-opening.test.ts`]: [
        'a client from another machine may send 4096 bytes until it is known who it is, a neighbour more',
        'it has as long as the setting says',
        'an address has 16 places for strangers; who makes himself known leaves his to others',
        'when all places are taken the stranger goes who came first',
      ],
      [`${SERVER}/auth-framed.test.ts`]: [
        'a stranger who announces more than a hello has is refused before it comes',
      ],
    },
  },
  {
    id: 'S5',
    what: 'A browser’s request or a TLS hello is closed without a byte, whatever its headers, noted once a minute, and what stands behind it is not read. Where PyMiner’s HTTP is on, a request is refused that is for another host, or has a header that a page could make a browser send. The inspector’s page answers under loopback names and listed ones, to its own pages and listed ones, and no `GET` changes anything but the exchange of a ticket.',
    shownBy: {
      [`${SERVER}/cross-protocol.test.ts`]: [
        'whatever headers an HTTP request has, it is closed without a byte, and what stands behind it is not read',
        'a request that comes byte by byte is closed as soon as it is told from all else',
      ],
      [`${SERVER}/auth-tls.test.ts`]: ['without a certificate a TLS client is sent away'],
      [`${SERVER}/http-access.test.ts`]: [
        'with whatever headers a page can make a browser send, a request is refused, and nothing is changed',
        'no other method than GET is taken, and what stands behind a request is not read',
      ],
      [`${PAGE}/origins.test.ts`]: [
        'a request is answered under the names of this machine and listed ones alone',
        'a request that a page has made is answered when the page is of this server or listed',
        'a cookie counts for what the page asks for, and not for what pages of other ports do',
        'a GET changes nothing, and a POST needs the page or a token',
      ],
    },
  },
  {
    id: 'S6',
    what: 'No pickle is executed. By policy a write is refused of which it cannot be proven, by exact names, that it is data.',
    shownBy: {
      'test/codec/inspect.test.ts': [
        'hostile samples: the verdict on each, with its reason',
        'no sample that CPython executes is called data',
      ],
      'test/codec/inspect-permissions.test.ts': [
        'what may be made may not be given a state, or items, unless that is permitted too',
        'an import by a name that was computed is never data, though nothing is called',
      ],
      'test/codec/pickle-fuzz.test.ts': [
        'mutated pickles: refused or read, in time, and what is called data imports and calls nothing else',
        'hostile megabytes take under a second and 64 MB each',
      ],
      'test/workspace/prepare.test.ts': [
        'the setting for pickles takes any, those proven to be data, or none',
      ],
    },
  },
  {
    id: 'S7',
    what: 'Names such as `__proto__`, `constructor`, `then` and `toJSON` are ordinary data in values and as names of variables, and refused in settings.',
    shownBy: {
      'test/codec/decode-fuzz.test.ts': [
        'names of prototypes, thenables and toJSON are ordinary keys of instances and dicts',
      ],
      'test/config/forbidden-keys.test.ts': [
        'a config file with a forbidden key anywhere is refused at that key, and no prototype is touched',
        'values with forbidden keys are refused; joining plain ones changes no prototype',
        'forbidden names are refused in every setting path',
      ],
      'test/frame/skim.test.ts': ['of equal keys the last one counts, and __proto__ is a key like others'],
      'test/workspace/name.test.ts': ['names of prototypes are ordinary names'],
    },
  },
  {
    id: 'S8',
    what: 'An archive that could write outside its folder, that holds links or names that collide, or that is larger than it may be is refused, and nothing is written.',
    shownBy: {
      'test/install/archive.test.ts': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        'an archive with ${what} is refused, and nothing is written beside the target',
        'what is no archive, is cut off or is empty of sense is refused',
        'an archive is unpacked as it is, at the limits too, and without execute bits',
      ],
    },
  },
  {
    id: 'S9',
    what: 'A setting that is marked secret never leaves the process.',
    shownBy: {
      'test/config/secrets.test.ts': [
        'a secret is for its own plugin alone',
        'changes of a secret are announced without its values',
        'no error shows a secret, whatever else is wrong around it',
      ],
      'test/settings/secret-channels.test.ts': [
        'a secret is in no answer, broadcast, log, file or output of a command',
      ],
    },
  },
  {
    id: 'S10',
    what: 'The data folder, its files and the Unix socket are their owner’s alone, no link of a client is followed, a second host on the folder ends with 69 at once, and a killed one’s lock is taken over.',
    shownBy: {
      'test/cli/data-lock.test.ts': [
        'the lock makes the folder for its owner alone, is held once, and is gone after its release',
        'of many that find a stale lock exactly one takes it over',
      ],
      'test/cli/start.test.ts': [
        'a running host is found, steered and stopped by other processes',
        'after kill -9 nobody is running, and the next host takes the folder over',
      ],
      [`${SERVER}/places-hostile.test.ts`]: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as it stands in the source
        '${kind} is refused, not followed, and its name removed',
      ],
      [`${SERVER}/unix-socket.test.ts`]: [
        'beside the port a Unix socket is listened on, for the owner alone, and published',
      ],
      'test/workspace/file-modes.test.ts': ['the workspace’s folders and files are their owner’s alone'],
    },
  },
  {
    id: 'S11',
    what: 'A session does what its role allows, and calls of a plugin only what that lists as remote.',
    shownBy: {
      [`${SERVER}/auth-roles.test.ts`]: [
        'every role with every command: what is not allowed is refused before anything is looked at',
        'every role with every operation of the framed dialect',
        'a reader changes nothing, whatever it tries',
      ],
      [`${SERVER}/http-access.test.ts`]: [
        'from other machines it is refused, unless text clients are let in; then it concerns variables alone',
      ],
      [`${SERVER}/framed-interfaces.test.ts`]: [
        'clients call what a plugin lets them call',
        'and nothing else, whatever it is',
      ],
    },
  },
];
