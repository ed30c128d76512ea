import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { coverageGaps } from '../coverage-gate.ts';
import { VALIDATORS } from './builds.ts';

/** What Node writes of a process when it ends: V8's counts for each script. */
interface ProcessCoverage {
  readonly result: readonly { readonly url: string }[];
}

/** What the tests ran of the code, as Node counts it in their processes. */
export class Coverage {
  /** Where Node writes its counts: `NODE_V8_COVERAGE` of the processes that count. */
  readonly folder = resolve('coverage/tmp');
  readonly #modules: string;

  /** `modules` is the folder of what the sources were built to, each module with its source map beside it. */
  constructor(modules: string) {
    this.#modules = pathToFileURL(`${modules}/`).href;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Prints how much of the code was run, and what of that which is to be covered wholly was not. Tells whether it is
   * as much as .c8rc.json asks for, and no such line is left.
   */
  isEnough(): boolean {
    this.#writeMaps(this.#keepModules());
    const report = ['report', '--temp-directory', this.folder, '--exclude-after-remap', '--merge-async'];
    const c8 = spawnSync(process.execPath, ['node_modules/c8/bin/c8.js', ...report], { stdio: 'inherit' });
    const gaps = coverageGaps();
    for (const gap of gaps) console.error(`not run: ${gap}`);
    return c8.status === 0 && gaps.length === 0;
  }

  /** Leaves out of the counts what does not stand in the sources, most of which is packages; gives the modules. */
  #keepModules(): Set<string> {
    const found = new Set<string>();
    for (const name of readdirSync(this.folder)) {
      const file = join(this.folder, name);
      const { result } = JSON.parse(readFileSync(file, 'utf8')) as ProcessCoverage;
      const kept = result.filter(({ url }) => url.startsWith(this.#modules) && !url.endsWith(VALIDATORS));
      for (const { url } of kept) found.add(url);
      writeFileSync(file, JSON.stringify({ result: kept }));
    }
    return found;
  }

  /** Hands c8 the source maps in the form in which Node hands it those that it has met. */
  #writeMaps(modules: Iterable<string>): void {
    const maps: Record<string, { readonly data: unknown }> = {};
    for (const url of modules)
      maps[url] = { data: JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) };
    writeFileSync(join(this.folder, 'maps.json'), JSON.stringify({ result: [], 'source-map-cache': maps }));
  }
}
