/** Prints the validators that the host and its built-in plugins need, as the text of a module. */
import { pluginFolders } from './bundle.ts';
import { precompileValidators } from './validators.ts';

process.stdout.write(await precompileValidators(pluginFolders()));
