#!/usr/bin/env node
// Starts the built CLI; in a checkout that was not built, the CLI's sources.
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(built)) (await import('tsx/esm/api')).register();
const { main } = await import(
  existsSync(built) ? built.href : new URL('../cli/main.ts', import.meta.url).href
);
await main(process.argv);
