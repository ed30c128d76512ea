// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const FILE_MODES: BreakTest = {
  file: 'test/workspace/file-modes.test.ts',
  title: 'the workspace’s folders and files are their owner’s alone',
};
const PLACES_HOSTILE: BreakTest = {
  file: 'test/socket-server/places-hostile.test.ts',
  title: '${kind} is refused, not followed, and its name removed',
};

/** Who can reach the data folder, what is followed, and what a role allows. */
export const FILES_BREAKS: readonly Break[] = [
  {
    id: 'S10-folder-mode',
    title: 'Others can look into the data folder.',
    file: 'core/data-lock.ts',
    find: 'const FOLDER_MODE = 0o700',
    replace: 'const FOLDER_MODE = 0o755',
    test: { file: 'test/cli/data-lock.test.ts', title: 'a folder that was open to others is closed' },
  },
  {
    id: 'S10-file-mode',
    title: 'Others can read the files of the data folder.',
    file: 'core/atomic-file.ts',
    find: 'const NEW_FILE_MODE = 0o600',
    replace: 'const NEW_FILE_MODE = 0o644',
    test: {
      file: 'test/web-inspector/access.test.ts',
      title: 'a browser stays let in over a restart, by a digest in a file of the owner',
    },
  },
  {
    id: 'S10-log-mode',
    title: 'Others can read the log of the variables.',
    file: 'plugins/workspace/storage/generations.ts',
    find: 'const FILE_MODE = 0o600',
    replace: 'const FILE_MODE = 0o644',
    test: FILE_MODES,
  },
  {
    id: 'S10-blob-mode',
    title: 'Others can look into the folder of large values.',
    file: 'plugins/workspace/storage/blobs.ts',
    find: 'const FOLDER_MODE = 0o700',
    replace: 'const FOLDER_MODE = 0o755',
    test: FILE_MODES,
  },
  {
    id: 'S10-socket-mode',
    title: 'Others can connect to the Unix socket.',
    file: 'plugins/socket-server/unix-listener.ts',
    find: 'const SOCKET_MODE = 0o600',
    replace: 'const SOCKET_MODE = 0o666',
    test: {
      file: 'test/socket-server/unix-socket.test.ts',
      title: 'beside the port a Unix socket is listened on, for the owner alone, and published',
    },
  },
  {
    id: 'S10-second-host',
    title: 'A second host takes the folder of a living one.',
    file: 'core/data-lock.ts',
    find: 'if (await isRunning(found)) throw',
    replace: 'if ((await isRunning(found)) && depth > 0) throw',
    test: {
      file: 'test/cli/data-lock.test.ts',
      title: 'the lock makes the folder for its owner alone, is held once, and is gone after its release',
    },
  },
  {
    id: 'S10-stale-lock',
    title: 'The lock of a killed host stays.',
    file: 'core/data-lock.ts',
    find: 'if (await isRunning(found)) throw',
    replace: 'throw',
    test: { file: 'test/cli/data-lock.test.ts', title: 'the lock of a killed process is taken over' },
  },
  {
    id: 'S10-process-number',
    title: 'A process with the number of a dead host holds its lock.',
    file: 'core/process-identity.ts',
    find: 'return (await startOf(pid)) === started',
    replace: 'return started.length > 0',
    test: {
      file: 'test/cli/data-lock.test.ts',
      title: 'a process that got the number of a dead holder does not hold its lock',
    },
  },
  {
    id: 'S10-link',
    title: 'A link that a client gives is followed.',
    file: 'plugins/workspace/storage/file-system.ts',
    find: 'foreign: constants.O_RDONLY | constants.O_NOFOLLOW |',
    replace: 'foreign: constants.O_RDONLY |',
    test: PLACES_HOSTILE,
  },
  {
    id: 'S10-second-name',
    title: 'A file with a second name is taken from a client.',
    file: 'plugins/workspace/storage/commit-blob.ts',
    find: 'if (state.nlink !== 1)',
    replace: 'if (state.nlink < 1)',
    test: PLACES_HOSTILE,
  },
  {
    id: 'S10-writable',
    title: 'A file that others may write to is taken from a client.',
    file: 'plugins/workspace/storage/commit-blob.ts',
    find: '(state.mode & WRITABLE_BY_OTHERS) !== 0',
    replace: '(state.mode & WRITABLE_BY_OTHERS) > WRITABLE_BY_OTHERS',
    test: PLACES_HOSTILE,
  },
  {
    id: 'S11-ranks',
    title: 'A session may do more than its role allows.',
    file: 'core/command.ts',
    find: '!(RANK[context.role] >= RANK[command.role])',
    replace: '!(RANK[context.role] + 1 >= RANK[command.role])',
    test: {
      file: 'test/socket-server/auth-roles.test.ts',
      title: 'every role with every command: what is not allowed is refused before anything is looked at',
    },
  },
  {
    id: 'S11-no-role',
    title: 'A command whose role is none is for everybody.',
    file: 'core/command.ts',
    find: '!(RANK[context.role] >= RANK[command.role])',
    replace: 'RANK[context.role] < RANK[command.role]',
    test: {
      file: 'test/socket-server/auth-roles.test.ts',
      title: 'a command whose role is none is for nobody',
    },
  },
  {
    id: 'S11-remote-text-role',
    title: 'Text clients of other machines that are let in may do everything.',
    file: 'plugins/socket-server/auth/access.ts',
    find: "return 'write'",
    replace: "return 'admin'",
    test: {
      file: 'test/socket-server/auth-roles.test.ts',
      title: 'text clients of other machines that are let in have the role write',
    },
  },
  {
    id: 'S11-remote',
    title: 'Clients call methods of a plugin that it does not list.',
    file: 'core/plugin/facade.ts',
    find: 'if (target && !isRemote(target, method))',
    replace: "if (target && method === '')",
    test: { file: 'test/socket-server/framed-interfaces.test.ts', title: 'and nothing else, whatever it is' },
  },
  {
    id: 'S11-framed-operations',
    title: 'A reader may set and delete by the framed dialect’s operations.',
    file: 'framed/write-operations.ts',
    find: "if (role !== 'read') return;",
    replace: 'if (role !== undefined) return;',
    test: {
      file: 'test/socket-server/auth-roles.test.ts',
      title: 'every role with every operation of the framed dialect',
    },
  },
];
