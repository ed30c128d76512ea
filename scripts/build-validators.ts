/** Writes the validators that the host and its built-in plugins need, as the text of a module, into the file given. */
import { writeFileSync } from 'node:fs';
import { pluginFolders } from './bundle.ts';
import { precompileValidators } from './validators.ts';

writeFileSync(process.argv[2] ?? '', await precompileValidators(pluginFolders()));
