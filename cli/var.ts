import type { Command } from 'commander';
import type { Context } from './context.ts';
import { addVarExport } from './var-export.ts';
import { addVarGet } from './var-get.ts';
import { addVarImport } from './var-import.ts';
import { addVarLs } from './var-ls.ts';
import { addVarRm } from './var-rm.ts';
import { addVarSet } from './var-set.ts';
import { addVarWatch } from './var-watch.ts';

/** Adds `headframe var` with its commands: one file each. */
export function addVar(program: Command, context: Context): void {
  const variables = program
    .command('var')
    .description('read, write and watch the variables of a running host');
  addVarLs(variables, context);
  addVarGet(variables, context);
  addVarSet(variables, context);
  addVarRm(variables, context);
  addVarWatch(variables, context);
  addVarExport(variables, context);
  addVarImport(variables, context);
}
