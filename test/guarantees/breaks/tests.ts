// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const COVERAGE: BreakTest = {
  file: 'test/guarantees/coverage.test.ts',
  title: 'tests that cover too little of the lines or branches fail',
};
const COVERAGE_GATE: BreakTest = {
  file: 'test/guarantees/coverage-gate.test.ts',
  title: 'a line that no test runs, and a file that none loads, are named; types are not',
};

/** Decoders under mutation, load, and the gate of coverage. */
export const TESTS_BREAKS: readonly Break[] = [
  {
    id: 'R9-json',
    title: 'The check of a packet refuses by an error without a code.',
    file: 'codec/frame/json-machine.ts',
    find: "if (this.#expected !== 'comma-or-end') throw this.#bad();",
    replace: "if (this.#expected !== 'comma-or-end') throw new Error('unexpected comma');",
    test: {
      file: 'test/frame/fuzz.test.ts',
      title: '${MUTATIONS} mutations: only coded refusals, and the same result wherever chunks are cut',
    },
  },
  {
    id: 'R9-framed',
    title: 'What a frame has is read beyond its end.',
    file: 'codec/frame/framed/frame-reader.ts',
    find: 'if (this.waitingBytes >= metaLength + payloadLength)',
    replace: 'if (this.waitingBytes >= metaLength)',
    test: {
      file: 'test/frame/framed-fuzz.test.ts',
      title:
        'mutated frames are read, refused or waited for, the same however they are cut, and nothing else',
    },
  },
  {
    id: 'R9-typed-json',
    title: 'Typed JSON is refused by an error without a code.',
    file: 'codec/json/reader.ts',
    find: "throw this.wrong('Unexpected text after the value')",
    replace: "throw new Error('unexpected text after the value')",
    test: {
      file: 'test/codec/decode-fuzz.test.ts',
      title: 'mutated typed JSON is decoded, transcoded and described, or refused by code',
    },
  },
  {
    id: 'R10-told',
    title: 'Under load changes are not told.',
    file: 'framed/subscription-group.ts',
    find: 'if (waiting.length === 0) return;',
    replace: 'if (waiting.length === 0 || waiting.length > 3) return;',
    test: {
      file: 'test/load/soak.test.ts',
      title:
        '100 clients write for ten seconds: all is answered, a watcher ends with what the host has, memory is bounded',
    },
  },
  {
    id: 'R11-lines',
    title: 'The gate takes fewer lines.',
    file: '.c8rc.json',
    find: '"lines": 95',
    replace: '"lines": 50',
    test: COVERAGE,
  },
  {
    id: 'R11-branches',
    title: 'The gate takes fewer branches.',
    file: '.c8rc.json',
    find: '"branches": 90',
    replace: '"branches": 50',
    test: COVERAGE,
  },
  {
    id: 'R11-open',
    title: 'The gate is open.',
    file: '.c8rc.json',
    find: '"check-coverage": true',
    replace: '"check-coverage": false',
    test: COVERAGE,
  },
  {
    id: 'R11-wholly',
    title: 'A line of a codec that no test runs goes unnoticed.',
    file: 'scripts/coverage-gate.ts',
    find: 'lines.length > 0 ? [',
    replace: 'lines.length > 100 ? [',
    test: COVERAGE_GATE,
  },
  {
    id: 'R11-loaded',
    title: 'A file of a codec that no test loads goes unnoticed.',
    file: 'scripts/coverage-gate.ts',
    find: 'return hasCode(join(folder, path)) ?',
    replace: "return path === '' && hasCode(join(folder, path)) ?",
    test: COVERAGE_GATE,
  },
];
