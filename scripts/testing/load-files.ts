/**
 * Runs the files of tests that are its arguments, one after the other, each as a suite of its own: its hooks are its
 * own, and the next one is loaded when it has ended. A file of this project is run as what it was built to.
 */
import { resolve } from 'node:path';
import { after, suite } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadTracked } from './untracked.ts';

/** What nobody caught since the present file began. */
let uncaught: unknown[] = [];
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => uncaught.push(error));

for (const file of process.argv.slice(2))
  await new Promise<void>((ended) => {
    suite(file, async () => {
      await loadTracked(() => import(moduleOf(file))).catch((error: unknown) => {
        ended();
        throw error;
      });
      // Behind the hooks of the file.
      after(() => {
        // The end of this one is told before the next one begins.
        setImmediate(ended);
        const errors = uncaught;
        uncaught = [];
        if (errors.length > 0) throw new AggregateError(errors, 'nobody caught these errors');
      });
    });
  });

/** Where the module of a file is: beside this one's folders, or where an absolute path says. */
function moduleOf(file: string): string {
  const path = import.meta.url.endsWith('.js') ? file.replace(/\.ts$/, '.js') : file;
  return resolve(file) === file ? pathToFileURL(file).href : new URL(`../../${path}`, import.meta.url).href;
}
