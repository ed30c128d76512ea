/**
 * What the tests run every line of: where bytes from outside become values, and where a peer or a page is told who it may
 * be. A path that ends with a slash is a folder with all below it.
 */
export const WHOLLY_COVERED: readonly string[] = [
  // Codecs.
  'codec/',
  // Dialects: PyMiner's two, ours, and PyMiner's HTTP generation.
  'framed/',
  'plugins/socket-server/base64-bytes.ts',
  'plugins/socket-server/dialects/',
  'plugins/socket-server/http/',
  'plugins/socket-server/intake.ts',
  'plugins/socket-server/opening.ts',
  'plugins/socket-server/python-repr.ts',
  'plugins/socket-server/result-entries.ts',
  'plugins/socket-server/terminator.ts',
  'plugins/socket-server/text-session.ts',
  // Authentication: tokens and roles, certificates, tickets and cookies, the Host and the Origin of a request.
  'core/loopback.ts',
  'core/token-file.ts',
  'core/token-watch.ts',
  'core/token.ts',
  'plugins/socket-server/auth/',
  'plugins/web-inspector/access/',
];
