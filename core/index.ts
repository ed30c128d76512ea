/**
 * The door of the host: everything that a plugin's author or an embedder imports from `headframe`.
 */
export { type AtomicWriteOptions, writeFileAtomic } from './atomic-file.ts';
export * from './command.ts';
export * from './config/index.ts';
export { type DataLock, lockDataFolder, lockHolder } from './data-lock.ts';
export * from './errors.ts';
export * from './extension.ts';
export * from './extension-lib.ts';
export type { Consumer, GroupFactory } from './group.ts';
export * from './hook.ts';
export * from './host.ts';
export type { HostInspection, PluginInspection } from './inspect.ts';
export * from './installation.ts';
export { listenError } from './listen-error.ts';
export { createLogger, type Logger, type LogLevel, type LogOptions, silentLogger } from './logger.ts';
export { isLoopback } from './loopback.ts';
export { codeRoot, fromSource, hostVersion, packageRoot } from './package.ts';
export { findDependents, resolveGraph } from './plugin/graph.ts';
export type { InstalledPlugin, InstallOptions } from './plugin/install.ts';
export { checkInstallable } from './plugin/installable.ts';
export { type Manifest, readManifest } from './plugin/manifest.ts';
export { formatRequirement, type Requirement } from './plugin/requirement.ts';
export { isRunning, type ProcessIdentity } from './process-identity.ts';
export * from './program.ts';
export * from './runtime-file.ts';
export * from './scope.ts';
export * from './signal.ts';
export { withTimeout } from './timeout.ts';
export { ROLES, roleOfToken, type Tokens } from './token.ts';
export * from './token-file.ts';
export { TokenWatch } from './token-watch.ts';
export type { Schema } from './validation.ts';
export { FolderWatch, type OnWatchError } from './watch/folder-watch.ts';
export { HostWatch, type HostWatchOptions } from './watch/host-watch.ts';
export type { Inserter, WidgetContribution } from './widgets.ts';
