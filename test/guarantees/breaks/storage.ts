// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const LIFECYCLE: BreakTest = {
  file: 'test/socket-server/lifecycle.test.ts',
  title: 'closing frees the port at once, lets requests in flight finish, and tells the clients',
};

/** What is kept, and how a host ends. */
export const STORAGE_BREAKS: readonly Break[] = [
  {
    id: 'R1-answered',
    title: 'A write is answered that the disk has refused.',
    file: 'plugins/workspace/storage/log-file.ts',
    find: 'writeWhole(this.#files, this.#fd, record, this.end);',
    replace:
      'try {\n        writeWhole(this.#files, this.#fd, record, this.end);\n      } catch {\n        return;\n      }',
    test: {
      file: 'test/workspace/faults.test.ts',
      title:
        "${fault} at each file operation in turn${dead ? ', after which nothing works' : ''}: what was answered is there, and nothing is torn",
    },
  },
  {
    id: 'R1-killed',
    title: 'A write is answered before it is written.',
    file: 'plugins/workspace/storage/embedded-log.ts',
    find: '    this.#write(batch);\n',
    replace: '    setTimeout(() => this.#write(batch), 20);\n',
    test: {
      file: 'test/workspace/durability.test.ts',
      title: 'a host that is killed under load fifty times has all that it answered',
    },
  },
  {
    id: 'R1-damaged',
    title: 'A record that is damaged counts.',
    file: 'plugins/workspace/storage/scan.ts',
    find: '!isIntact(window.bytes, place, head, seed)',
    replace: 'place < 0',
    test: {
      file: 'test/workspace/log.test.ts',
      title:
        'a damaged record with intact ones behind it stops the start with its place, and nothing is changed',
    },
  },
  {
    id: 'R1-synced',
    title: 'What is to be on disk is not put there.',
    file: 'plugins/workspace/storage/syncer.ts',
    find: 'await this.#target.sync(waiters.length);',
    replace: '',
    test: {
      file: 'test/workspace/log.test.ts',
      title: 'writes that wait for the disk share a sync, and each is on disk when it is answered',
    },
  },
  {
    id: 'R2-finish',
    title: 'Requests that were accepted do not finish.',
    file: 'plugins/socket-server/connection.ts',
    find: 'if (this.#busy) this.#whenIdle = end;',
    replace: 'if (this.gone) this.#whenIdle = end;',
    test: LIFECYCLE,
  },
  {
    id: 'R2-told',
    title: 'Clients are not told.',
    file: 'plugins/socket-server/connection.ts',
    find: 'this.outbox.farewell(farewell)',
    replace: 'this.outbox.close()',
    test: LIFECYCLE,
  },
  {
    id: 'R2-bounded',
    title: 'A request that never ends holds up the closing.',
    file: 'plugins/socket-server/connection.ts',
    find: "this.destroy('its requests took too long to finish')",
    replace: "this.#log('its requests took too long to finish')",
    test: {
      file: 'test/socket-server/lifecycle.test.ts',
      title: 'a request that never finishes holds up the closing no longer than the setting says',
    },
  },
  {
    id: 'R2-second-signal',
    title: 'A second signal does not end the host.',
    file: 'cli/start-signals.ts',
    find: 'if (signals > 1)',
    replace: 'if (signals > 10)',
    test: {
      file: 'test/cli/start.test.ts',
      title: 'a second ${signal} ends a host at once that is still closing',
    },
  },
];
