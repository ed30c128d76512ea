// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const HOOK_FAULTS: BreakTest = {
  file: 'test/core/hook-faults.test.ts',
  title: 'a tap at fault of a hook of the ${title} is blamed alone, and the operation goes on',
};
const FAULTS: BreakTest = {
  file: 'test/core/faults.test.ts',
  title: 'a plugin that is at fault fails alone and is named',
};
const LIFECYCLE: BreakTest = {
  file: 'test/socket-server/lifecycle.test.ts',
  title: 'disabled and enabled 100 times: the port is free in between, and nothing is left',
};

/** Faults of plugins and of configurations. */
export const PLUGINS_BREAKS: readonly Break[] = [
  {
    id: 'R6-tap-escapes',
    title: 'A fault of a tap reaches whoever calls the hook.',
    file: 'core/tap-entry.ts',
    find: 'entry.errors += 1;',
    replace: 'if (entry.errors >= 0) throw error;',
    test: HOOK_FAULTS,
  },
  {
    id: 'R6-tap-blamed',
    title: 'Nobody is blamed for a fault of a tap.',
    file: 'core/tap-entry.ts',
    find: 'entry.scope.report({',
    replace: "if (hook === '') entry.scope.report({",
    test: HOOK_FAULTS,
  },
  {
    id: 'R6-tap-answer',
    title: 'A tap may answer anything.',
    file: 'core/tap-entry.ts',
    find: 'answer === undefined || accepts(answer)',
    replace: "answer === undefined || typeof accepts === 'function'",
    test: HOOK_FAULTS,
  },
  {
    id: 'R6-tap-hangs',
    title: 'A tap may take as long as it likes.',
    file: 'core/tap-entry.ts',
    find: 'withTimeout(Promise.resolve(answer), TAP_TIMEOUT_MS, what)',
    replace: 'Promise.resolve(answer)',
    test: HOOK_FAULTS,
  },
  {
    id: 'R6-method-answer',
    title: 'A method of the life cycle may return anything.',
    file: 'core/plugin/lifecycle.ts',
    find: 'if (result !== undefined)',
    replace: 'if (result === null)',
    test: FAULTS,
  },
  {
    id: 'R6-method-undone',
    title: 'What a plugin that failed has registered stays.',
    file: 'core/plugin/lifecycle.ts',
    find: 'of await running.scope.dispose()',
    replace: 'of [] as never[]',
    test: FAULTS,
  },
  {
    id: 'R7-port',
    title: 'A plugin that is disabled keeps its port.',
    file: 'plugins/socket-server/server.ts',
    find: 'const closed = this.#listening.close()',
    replace: 'const closed = Promise.resolve()',
    test: LIFECYCLE,
  },
  {
    id: 'R7-taps',
    title: 'A tap stays when its plugin goes.',
    file: 'core/hook.ts',
    find: 'hook.#entries.filter((other) => other !== entry)',
    replace: '[...hook.#entries]',
    test: LIFECYCLE,
  },
  {
    id: 'R7-watch',
    title: 'The watch of the tokens stays when its plugin goes.',
    file: 'plugins/socket-server/server.ts',
    find: 'this.#tokens.close();',
    replace: '',
    test: {
      file: 'test/socket-server/unix-socket.test.ts',
      title: 'closed and opened 50 times, with tokens that are watched, it leaves nothing behind',
    },
  },
  {
    id: 'R8-place',
    title: 'The place of a fault is told wrongly.',
    file: 'core/config/document.ts',
    find: '?.offset ?? 0;\n    return this.#at(',
    replace: '?.length ?? 0;\n    return this.#at(',
    test: { file: 'test/config/broken.test.ts', title: 'told with its place: ${JSON.stringify(marked)}' },
  },
  {
    id: 'R8-start',
    title: 'A bad config file ends the start with another code.',
    file: 'cli/exit-code.ts',
    find: "['BAD_CONFIG', EXIT.config]",
    replace: "['BAD_CONFIG', EXIT.failed]",
    test: {
      file: 'test/cli/start.test.ts',
      title: 'a bad config file ends the start with 78, file, line and column',
    },
  },
  {
    id: 'R8-reload',
    title: 'A bad config file replaces the running configuration.',
    file: 'core/config/snapshot.ts',
    find: '  throwProblems(problems);\n',
    replace: '',
    test: {
      file: 'test/cli/watch.test.ts',
      title: 'a bad edit keeps the running state, is logged with its place, and the next good one counts',
    },
  },
];
