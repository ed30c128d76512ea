// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const AUTH_ACCESS: BreakTest = {
  file: 'test/socket-server/auth-access.test.ts',
  title: 'who may do what without a token: every origin with every setting',
};
const AUTH_FRAMED: BreakTest = {
  file: 'test/socket-server/auth-framed.test.ts',
  title: 'a token that is none of the server gets nobody in, neighbours neither',
};
const TOKEN: BreakTest = {
  file: 'test/cli/token.test.ts',
  title: 'a file that cannot be trusted is neither read nor written over',
};

/** Who needs a token, and how tokens are kept. That a comparison takes the same time for all tokens cannot be seen from outside. */
export const TOKENS_BREAKS: readonly Break[] = [
  {
    id: 'S1-stranger-without-token',
    title: 'A framed client of another machine needs no token.',
    file: 'plugins/socket-server/auth/access.ts',
    find: "if (origin === 'remote') {",
    replace: "if (origin === 'remote' && requireToken) {",
    test: AUTH_ACCESS,
  },
  {
    id: 'S1-remote-text',
    title: 'Text clients of other machines are let in without being allowed.',
    file: 'plugins/socket-server/auth/access.ts',
    find: 'if (allowRemoteText) return',
    replace: 'if (allowRemoteText || !requireToken) return',
    test: AUTH_ACCESS,
  },
  {
    id: 'S1-start-without-token',
    title: 'A host starts on another address when its tokens cannot be used.',
    file: 'plugins/socket-server/listening.ts',
    find: 'if (isRemote || requireToken) await',
    replace: 'if (requireToken && !isRemote) await',
    test: {
      file: 'test/socket-server/auth-listening.test.ts',
      title: 'tokens that it needs and cannot have end a start with 78 and say what to set',
    },
  },
  {
    id: 'S1-loopback',
    title: 'Every address is taken for one of this machine.',
    file: 'plugins/socket-server/auth/origin.ts',
    find: 'isLoopback(address) ?',
    replace: '(isLoopback(address) || address.length > 0) ?',
    test: {
      file: 'test/socket-server/auth-access.test.ts',
      title: 'a socket without an address is no neighbour, unless it came by a Unix socket',
    },
  },
  {
    id: 'S2-token-compare',
    title: 'Every token counts for the role that stands in it.',
    file: 'core/token.ts',
    find: 'timingSafeEqual(sha256(tokens[role]), digest)',
    replace: 'isToken(given, role)',
    test: AUTH_FRAMED,
  },
  {
    id: 'S2-token-prefix',
    title: 'The beginning of a token will do.',
    file: 'core/token.ts',
    find: 'timingSafeEqual(sha256(tokens[role]), digest)',
    replace: 'tokens[role].startsWith(given)',
    test: AUTH_FRAMED,
  },
  {
    id: 'S2-token-bits',
    title: 'A token has less random bits.',
    file: 'core/token.ts',
    find: "randomBytes(RANDOM_BYTES).toString('base64url')",
    replace: "Buffer.alloc(RANDOM_BYTES).toString('base64url')",
    test: {
      file: 'test/cli/token.test.ts',
      title: 'a rotation changes what it is asked to, and prints no token',
    },
  },
  {
    id: 'S2-token-file-mode',
    title: 'Others can read the file of the tokens.',
    file: 'core/token-file.ts',
    find: 'const FILE_MODE = 0o600',
    replace: 'const FILE_MODE = 0o644',
    test: {
      file: 'test/cli/token.test.ts',
      title: 'the tokens are made when they are first shown, in a file of their own for their owner alone',
    },
  },
  {
    id: 'S2-token-file-open',
    title: 'Tokens that others can read are used.',
    file: 'core/token-file.ts',
    find: '(mode & OTHERS) !== 0',
    replace: '(mode & OTHERS) > OTHERS',
    test: TOKEN,
  },
  {
    id: 'S2-token-file-link',
    title: 'A link is followed to the tokens.',
    file: 'core/token-file.ts',
    find: 'O_RDONLY | O_NOFOLLOW | O_NONBLOCK',
    replace: 'O_RDONLY | O_NONBLOCK',
    test: TOKEN,
  },
  {
    id: 'S2-token-said',
    title: 'The answer to a wrong token says it again.',
    file: 'framed/token-roles.ts',
    find: "'this token is none of the server, or not any more'",
    replace: '`the token ${token} is none of the server, or not any more`',
    test: {
      file: 'test/socket-server/auth-secrets.test.ts',
      title:
        'a token is said nowhere but where it is asked for: no log, no answer, no file, no configuration has it',
    },
  },
];
