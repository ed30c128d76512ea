import { type Command, Option } from 'commander';
import { ensureTokens, ROLES, type Role, rotateTokens, tokenFile } from '../core/index.ts';
import { type Context, printResult } from './context.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { findDataDir } from './running-host.ts';
import { formatTable } from './table.ts';

interface TokenOptions extends CommonOptions {
  readonly role?: Role;
}

/** Adds `headframe token` with its commands. They need no running host. */
export function addToken(program: Command, context: Context): void {
  const token = program
    .command('token')
    .description('the tokens by which clients get a role: needed from other machines, or wherever demanded');
  addRole(
    token
      .command('show')
      .description('print the tokens, or the one of a role alone; they are made when there are none'),
  ).action((options: TokenOptions) => show(context, options));
  addRole(
    token
      .command('rotate')
      .description('make new tokens, or one for a role; a running host closes the sessions of the old ones'),
  ).action((options: TokenOptions) => rotate(context, options));
}

function addRole(command: Command): Command {
  return addCommonOptions(
    command.addOption(new Option('-r, --role <role>', 'only that of this role').choices(ROLES)),
  );
}

async function show(context: Context, { role, ...options }: TokenOptions): Promise<void> {
  const tokens = await ensureTokens(await findDataDir(context, options));
  if (role === undefined) {
    const rows = ROLES.map((one) => [one, tokens[one]]);
    printResult(context, options.json, { tokens }, () =>
      formatTable(['role', 'token'], rows, context.colour),
    );
    return;
  }
  printResult(context, options.json, { role, token: tokens[role] }, () => tokens[role]);
}

async function rotate(context: Context, { role, ...options }: TokenOptions): Promise<void> {
  const dataDir = await findDataDir(context, options);
  const roles = role === undefined ? ROLES : [role];
  await rotateTokens(dataDir, roles);
  const file = tokenFile(dataDir);
  const what = roles.length === 1 ? 'a new token' : 'new tokens';
  printResult(
    context,
    options.json,
    { rotated: roles, file },
    () => `${file} holds ${what}: ${roles.join(', ')}`,
  );
}
