// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts as they stand in the sources
import type { Break, BreakTest } from './break.ts';

const ARCHIVE: BreakTest = {
  file: 'test/install/archive.test.ts',
  title: 'an archive with ${what} is refused, and nothing is written beside the target',
};
const SECRETS: BreakTest = {
  file: 'test/config/secrets.test.ts',
  title: 'a secret is for its own plugin alone',
};

/** Archives, and secrets. Paths that leave an archive's folder are refused by the unpacker too: no one edit lets them in. */
export const ARCHIVES_BREAKS: readonly Break[] = [
  {
    id: 'S8-link',
    title: 'An archive may hold a link.',
    file: 'core/plugin/archive-entries.ts',
    find: 'type !== 0 && type !== REGULAR && type !== FOLDER',
    replace: 'type === TYPE_BITS',
    test: ARCHIVE,
  },
  {
    id: 'S8-twice',
    title: 'An archive may hold a name twice.',
    file: 'core/plugin/archive-entries.ts',
    find: "else if (files.has(path.normalize('NFC').toLowerCase()))",
    replace: "else if (name === '')",
    test: ARCHIVE,
  },
  {
    id: 'S8-case',
    title: 'Names of an archive may differ in case alone.',
    file: 'core/plugin/archive-entries.ts',
    find: "const key = name.normalize('NFC').toLowerCase()",
    replace: "const key = name.normalize('NFC')",
    test: ARCHIVE,
  },
  {
    id: 'S8-accents',
    title: 'Names of an archive may differ in accents alone.',
    file: 'core/plugin/archive-entries.ts',
    find: "const key = name.normalize('NFC').toLowerCase()",
    replace: 'const key = name.toLowerCase()',
    test: ARCHIVE,
  },
  {
    id: 'S8-entries',
    title: 'An archive may have more entries.',
    file: 'core/plugin/archive-entries.ts',
    find: 'entries.length > MAX_ENTRIES',
    replace: 'entries.length > 2 * MAX_ENTRIES',
    test: ARCHIVE,
  },
  {
    id: 'S8-size',
    title: 'An archive may unpack to more bytes.',
    file: 'core/plugin/archive-entries.ts',
    find: 'unpacked > MAX_UNPACKED_BYTES',
    replace: 'unpacked > 4 * MAX_UNPACKED_BYTES',
    test: ARCHIVE,
  },
  {
    id: 'S8-ratio',
    title: 'An archive may be a bomb.',
    file: 'core/plugin/archive-entries.ts',
    find: 'unpacked > MAX_RATIO *',
    replace: 'unpacked > 1000 * MAX_RATIO *',
    test: ARCHIVE,
  },
  {
    id: 'S8-shared-bytes',
    title: 'Entries of an archive that share bytes count them each.',
    file: 'core/plugin/archive-entries.ts',
    find: 'Math.min(packed, archiveBytes)',
    replace: 'packed',
    test: ARCHIVE,
  },
  {
    id: 'S9-list',
    title: 'The list of settings shows secrets.',
    file: 'core/config/list.ts',
    find: 'value: secret ? undefined : value',
    replace: 'value',
    test: {
      file: 'test/settings/secret-channels.test.ts',
      title: 'a secret is in no answer, broadcast, log, file or output of a command',
    },
  },
  {
    id: 'S9-group',
    title: 'A group of settings shows the secrets in it.',
    file: 'core/config/redact.ts',
    find: 'if (catalogue.isSecret(path)) return undefined;',
    replace: 'if (path.length === 0) return undefined;',
    test: SECRETS,
  },
  {
    id: 'S9-get',
    title: 'A secret can be asked for by its name.',
    file: 'core/config/configuration-reading.ts',
    find: 'if (catalogue.isSecret(path)) {',
    replace: 'if (path.length === 0) {',
    test: SECRETS,
  },
  {
    id: 'S9-announced',
    title: 'A change of a secret is announced with it.',
    file: 'core/config/difference.ts',
    find: 'const shown = withoutSecrets(value, place, after.catalogue)',
    replace: 'const shown = value',
    test: {
      file: 'test/config/secrets.test.ts',
      title: 'changes of a secret are announced without its values',
    },
  },
  {
    id: 'S9-error',
    title: 'An error shows the secrets around it.',
    file: 'core/config/document.ts',
    find: ': !reveals(path)',
    replace: ': false',
    test: {
      file: 'test/config/secrets.test.ts',
      title: 'no error shows a secret, whatever else is wrong around it',
    },
  },
];
