/** What looks after the workspace's files without running the plugin: for `headframe doctor --storage`. */
export { type StorageReport, verifyStorage } from './storage/verify.ts';
