import type { PublicInterface } from 'headframe';
import type { PyMinerType, Interface as Workspace } from 'headframe/workspace';
import type { Registrar } from './registrar.ts';

const TYPES: readonly PyMinerType[] = ['string', 'array', 'table', 'numeric'];

/** PyMiner's commands that list names, in the order of creation. */
export function registerNameCommands(commands: Registrar, workspace: PublicInterface<Workspace>): void {
  commands.register({
    name: 'get_all_variable_names',
    summary: 'The names of all variables and built-in types: {var_names}',
    role: 'read',
    params: [],
    handler: () => ({ var_names: workspace.names({ all: true }) }),
  });
  commands.register({
    name: 'get_all_public_variable_names',
    summary: 'The names of all variables: {var_names}',
    role: 'read',
    params: [],
    handler: () => ({ var_names: workspace.names() }),
  });
  commands.register<{ type: PyMinerType }>({
    name: 'get_all_var_names_of_type',
    summary: 'The names of the variables of a type: {var_names}',
    role: 'read',
    params: [{ name: 'type', summary: "One of PyMiner's types.", schema: { enum: TYPES } }],
    handler: ({ type }) => ({ var_names: workspace.namesOfType(type) }),
  });
}
