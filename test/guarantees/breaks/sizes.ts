// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const ERRORS: BreakTest = {
  file: 'test/socket-server/errors.test.ts',
  title: 'limits hold at the byte, name their setting, and the next request is read',
};
const INTERFACE: BreakTest = {
  file: 'test/workspace/interface.test.ts',
  title: 'what cannot be written says why',
};

/** How large things may be, and how many. */
export const SIZES_BREAKS: readonly Break[] = [
  {
    id: 'L1-packet',
    title: 'A packet may have a byte more.',
    file: 'codec/frame/text-packet-reader.ts',
    find: 'if (size > this.#maxBytes)',
    replace: 'if (size > this.#maxBytes + 1)',
    test: ERRORS,
  },
  {
    id: 'L1-nesting',
    title: 'JSON may be nested a level deeper.',
    file: 'codec/frame/json-machine.ts',
    find: 'this.#starts.length >= this.#limits.maxDepth',
    replace: 'this.#starts.length > this.#limits.maxDepth',
    test: ERRORS,
  },
  {
    id: 'L1-keys',
    title: 'JSON may have a key more.',
    file: 'codec/frame/json-machine.ts',
    find: 'this.#keys > this.#limits.maxKeys)',
    replace: 'this.#keys > this.#limits.maxKeys + 1)',
    test: ERRORS,
  },
  {
    id: 'L1-setting',
    title: 'A refusal names another setting.',
    file: 'plugins/socket-server/dialects/answers.ts',
    find: "['TOO_DEEP', 'maxNesting']",
    replace: "['TOO_DEEP', 'maxKeys']",
    test: ERRORS,
  },
  {
    id: 'L1-payload',
    title: 'The payload of a frame may have a byte more.',
    file: 'codec/frame/framed/frame-reader.ts',
    find: 'if (payloadLength > payload)',
    replace: 'if (payloadLength > payload + 1)',
    test: {
      file: 'test/socket-server/framed-session.test.ts',
      title: 'a payload of the limit and ${over} bytes',
    },
  },
  {
    id: 'L1-meta',
    title: 'The meta of a frame may have a byte more.',
    file: 'codec/frame/framed/frame-reader.ts',
    find: 'if (metaLength > meta)',
    replace: 'if (metaLength > meta + 1)',
    test: {
      file: 'test/socket-server/framed-session.test.ts',
      title: 'a meta of the limit and ${over} bytes',
    },
  },
  {
    id: 'L1-announced',
    title: 'What is announced takes memory before it comes.',
    file: 'codec/frame/framed/growing-bytes.ts',
    find: 'Math.min(this.#length, TRUSTED_BYTES)',
    replace: 'this.#length',
    test: {
      file: 'test/frame/framed-reader.test.ts',
      title: 'memory for a long payload is taken as its bytes come',
    },
  },
  {
    id: 'L1-skipped',
    title: 'What had come of a packet is held when it is skipped.',
    file: 'codec/frame/text-packet-reader.ts',
    find: '      this.#pending.clear();\n',
    replace: '',
    test: {
      file: 'test/frame/text-packet-reader.test.ts',
      title: 'what had come of a packet is let go when it crosses the limit',
    },
  },
  {
    id: 'L2-connections',
    title: 'There may be a connection more.',
    file: 'plugins/socket-server/server.ts',
    find: 'this.roster.connections.size >= maxConnections',
    replace: 'this.roster.connections.size > maxConnections',
    test: {
      file: 'test/socket-server/lifecycle.test.ts',
      title: 'beyond the limit of connections the oldest silent one makes room, else the new one is told',
    },
  },
  {
    id: 'L2-variables',
    title: 'There may be a variable more.',
    file: 'plugins/workspace/operations/check.ts',
    find: 'store.variables.size + moreVariables > maxVariables',
    replace: 'store.variables.size + moreVariables > maxVariables + 1',
    test: INTERFACE,
  },
  {
    id: 'L2-bytes',
    title: 'The values together have no limit.',
    file: 'plugins/workspace/operations/check.ts',
    find: 'store.totalBytes + moreBytes > maxTotalBytes',
    replace: 'moreBytes > maxTotalBytes',
    test: INTERFACE,
  },
  {
    id: 'L2-value',
    title: 'A value may be larger.',
    file: 'plugins/workspace/operations/check.ts',
    find: 'if (size <= maxValueBytes)',
    replace: 'if (size <= 2 * maxValueBytes)',
    test: INTERFACE,
  },
  {
    id: 'L2-code',
    title: 'Too many variables are told by the code of too many bytes.',
    file: 'plugins/workspace/operations/check.ts',
    find: "      'TOO_MANY',\n",
    replace: "      'TOO_LARGE',\n",
    test: INTERFACE,
  },
];
