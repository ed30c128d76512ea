#!/usr/bin/env node
// Starts the built CLI; in a checkout that was not built, the CLI's sources.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

// From 22.1 on Node keeps the compiled modules for the next start: in the user's own cache, as nobody else may write there.
const { NODE_COMPILE_CACHE, XDG_CACHE_HOME = '' } = process.env;
const caches = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache');
module.enableCompileCache?.(NODE_COMPILE_CACHE ?? join(caches, 'headframe'));

const built = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(built)) (await import('tsx/esm/api')).register();
const { main } = await import(
  existsSync(built) ? built.href : new URL('../cli/main.ts', import.meta.url).href
);
await main(process.argv);
