/** Writes the generated part of the reference: `docs/reference/manifest.md` and `errors.md`. */
import { writeFileSync } from 'node:fs';
import { referenceFiles } from './reference.ts';

for (const [file, text] of referenceFiles()) writeFileSync(file, text);
