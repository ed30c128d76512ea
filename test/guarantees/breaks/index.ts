import { ARCHIVES_BREAKS } from './archives.ts';
import type { Break } from './break.ts';
import { CHANGES_BREAKS } from './changes.ts';
import { CROSS_PROTOCOL_BREAKS } from './cross-protocol.ts';
import { FILES_BREAKS } from './files.ts';
import { PAGE_ACCESS_BREAKS } from './page-access.ts';
import { PEERS_BREAKS } from './peers.ts';
import { PLUGINS_BREAKS } from './plugins.ts';
import { SIZES_BREAKS } from './sizes.ts';
import { STORAGE_BREAKS } from './storage.ts';
import { TESTS_BREAKS } from './tests.ts';
import { TOKENS_BREAKS } from './tokens.ts';
import { VALUES_BREAKS } from './values.ts';

/** The ways in which the guarantees are broken on purpose, in the order of these. */
export const BREAKS: readonly Break[] = [
  ...TOKENS_BREAKS,
  ...PAGE_ACCESS_BREAKS,
  ...CROSS_PROTOCOL_BREAKS,
  ...VALUES_BREAKS,
  ...ARCHIVES_BREAKS,
  ...FILES_BREAKS,
  ...SIZES_BREAKS,
  ...PEERS_BREAKS,
  ...STORAGE_BREAKS,
  ...CHANGES_BREAKS,
  ...PLUGINS_BREAKS,
  ...TESTS_BREAKS,
];
