/**
 * Loads the built-in plugins' modules before any host does: how long a host lets an import take is bounded, and to load them
 * for the first time takes longer on a machine that does much else.
 */
import '../plugins/settings/main.ts';
import '../plugins/socket-server/main.ts';
import '../plugins/web-inspector/main.ts';
import '../plugins/workspace/main.ts';
