// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const PREPARE: BreakTest = {
  file: 'test/workspace/prepare.test.ts',
  title: 'the setting for pickles takes any, those proven to be data, or none',
};
const INSPECT: BreakTest = {
  file: 'test/codec/inspect.test.ts',
  title: 'hostile samples: the verdict on each, with its reason',
};

/** Pickles, and names that JavaScript gives a meaning. */
export const VALUES_BREAKS: readonly Break[] = [
  {
    id: 'S6-policy-none',
    title: 'The policy `none` takes pickles.',
    file: 'plugins/workspace/prepare.ts',
    find: "if (policy !== 'none') return;",
    replace: "if (policy !== 'none' || SLICED_BYTES > 0) return;",
    test: PREPARE,
  },
  {
    id: 'S6-policy-data-only',
    title: 'The policy `data-only` takes what is not proven to be data.',
    file: 'plugins/workspace/prepare.ts',
    find: "if (verdict === 'data-only')",
    replace: "if (verdict !== 'invalid')",
    test: PREPARE,
  },
  {
    id: 'S6-open-list',
    title: 'What is not listed is permitted.',
    file: 'codec/pickle/policy.ts',
    find: '?.has(permission) ?? false',
    replace: '?.has(permission) ?? true',
    test: INSPECT,
  },
  {
    id: 'S6-whole-module',
    title: 'Every name of a listed module is permitted.',
    file: 'codec/pickle/policy.ts',
    find: '(granted.get(`${module}.${name}`)?.has(permission) ?? false)',
    replace: "[...granted.keys()].some((path) => path.startsWith(`${module}.`) && permission !== 'fill')",
    test: INSPECT,
  },
  {
    id: 'S6-build',
    title: 'A state may be given to whatever may be made.',
    file: 'codec/pickle/inspect-findings.ts',
    find: '!this.#permits(made, permission)',
    replace: "!this.#permits(made, 'call')",
    test: {
      file: 'test/codec/inspect-permissions.test.ts',
      title: 'what may be made may not be given a state, or items, unless that is permitted too',
    },
  },
  {
    id: 'S6-codec',
    title: 'Any codec may be called.',
    file: 'codec/pickle/inspect-findings.ts',
    find: 'if (!plain)',
    replace: 'if (!plain && args === undefined)',
    test: INSPECT,
  },
  {
    id: 'S6-computed-name',
    title: 'An import by a computed name goes unnoticed.',
    file: 'codec/pickle/abstract-machine.ts',
    find: "this.#listener?.opaque('STACK_GLOBAL imports by a name that is not a literal', this.#reader.start);",
    replace: '',
    test: {
      file: 'test/codec/inspect-permissions.test.ts',
      title: 'an import by a name that was computed is never data, though nothing is called',
    },
  },
  {
    id: 'S7-config-key',
    title: 'A config file may have the key `__proto__`.',
    file: 'core/config/document.ts',
    find: 'if (FORBIDDEN_KEYS.has(name))',
    replace: "if (FORBIDDEN_KEYS.has(name) && name === '')",
    test: {
      file: 'test/config/forbidden-keys.test.ts',
      title:
        'a config file with a forbidden key anywhere is refused at that key, and no prototype is touched',
    },
  },
  {
    id: 'S7-setting-path',
    title: 'The path of a setting may have any name.',
    file: 'core/config/setting-path.ts',
    find: '!FORBIDDEN_KEYS.has(name) && ',
    replace: '',
    test: {
      file: 'test/config/forbidden-keys.test.ts',
      title: 'forbidden names are refused in every setting path',
    },
  },
  {
    id: 'S7-member',
    title: 'A member `__proto__` of a request is lost.',
    file: 'codec/frame/json-slice.ts',
    find: 'members.set(String(key.parse()), value);',
    replace: "if (key.parse() !== '__proto__') members.set(String(key.parse()), value);",
    test: {
      file: 'test/frame/skim.test.ts',
      title: 'of equal keys the last one counts, and __proto__ is a key like others',
    },
  },
  {
    id: 'S7-name',
    title: 'A variable cannot have the name `constructor`.',
    file: 'plugins/workspace/name.ts',
    find: '&& IDENTIFIER.test(text)',
    replace: '&& !(text in {}) && IDENTIFIER.test(text)',
    test: { file: 'test/workspace/name.test.ts', title: 'names of prototypes are ordinary names' },
  },
];
