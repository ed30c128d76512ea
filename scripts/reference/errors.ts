import { ERRORS, errorTable } from '../../core/errors.ts';
import { table } from './table.ts';

/** The page about all coded errors, from the tables of the host and of the plugins that are active. */
export function errorsPage(): string {
  const rows = [...errorTable()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { summary, fix }]) => [`\`${code}\``, code in ERRORS ? 'host' : 'plugin', summary, fix]);
  return `# Errors

Every coded error of the host and the built-in plugins. Generated from their tables.

${table(['code', 'of', 'what happened', 'what to do'], rows)}`;
}
