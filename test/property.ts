/** fast-check, whose properties draw with the seed of all tests: the same values at every run (see `testSeed`). */
import fc from 'fast-check';
import { testSeed } from './seed.ts';

fc.configureGlobal({ seed: testSeed() });

export { fc };
