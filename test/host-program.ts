import { join, resolve } from 'node:path';

const built = process.env.HEADFRAME_TEST_HOST;

/**
 * The arguments of Node that start the command line in a process of its own: the package that the run of the tests
 * has built, as users have it; from the sources when a file of tests is run by itself.
 */
export const hostProgram: readonly string[] =
  built === undefined
    ? ['--import', import.meta.resolve('tsx'), resolve('cli/run.ts')]
    : [join(built, 'bin/headframe.js')];
