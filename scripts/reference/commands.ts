import type { CommandInfo, Param } from '../../core/index.ts';
import { type JsonSchema, typeOf } from './json-schema.ts';
import { table } from './table.ts';

const KINDS: Readonly<Record<NonNullable<Param['kind']>, string>> = {
  json: 'any',
  bytes: 'bytes',
  value: 'a value',
  values: 'values by name',
};

/** The page about the commands that clients call, from the registry of a host with all built-in plugins. */
export function commandsPage(commands: ReadonlyMap<string, CommandInfo>): string {
  const owners = [...new Set([...commands.values()].map(({ owner }) => owner))].sort();
  return `# Commands

What clients can call, over every [dialect](dialects.md): \`client.call(name, params)\` in Node.js, \`ws.call(name, params)\` in Python. Generated from the registry of a host with the built-in plugins; a running host's own list, with those of other plugins, is the answer of \`list_methods\`.

Parameters are given by name, or by position in the order below. *Role* is what the session needs: \`read\`, \`write\` or \`admin\`. A *value* is typed JSON or a pickle with its buffers, as the dialect carries it; *bytes* are base64 in the text dialects. What fails is answered with one of the [errors](errors.md).

${owners.map((owner) => sections(owner, commands)).join('\n')}`;
}

function sections(owner: string, commands: ReadonlyMap<string, CommandInfo>): string {
  const own = [...commands].filter(([, info]) => info.owner === owner);
  const parts = own.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, info]) => section(name, info));
  return `## Of ${owner}\n\n${parts.join('\n')}`;
}

function section(name: string, { summary, role, params }: CommandInfo): string {
  const head = `### ${name}\n\n${sentence(summary)} Role: \`${role}\`.\n`;
  if (params.length === 0) return head;
  const rows = params.map((param) => [
    `\`${param.name}\``,
    typeOfParam(param),
    defaultOf(param),
    param.summary,
  ]);
  return `${head}\n${table(['parameter', 'type', 'default', 'what'], rows)}`;
}

function typeOfParam({ kind = 'json', schema }: Omit<Param, 'default'>): string {
  return kind === 'json' && schema ? typeOf(schema as JsonSchema) : KINDS[kind];
}

/** One that has none must be given. */
function defaultOf(param: object): string {
  return 'default' in param ? `\`${JSON.stringify(param.default)}\`` : '';
}

function sentence(text: string): string {
  const [first = '', ...rest] = text;
  return `${first.toUpperCase()}${rest.join('')}${/[.!?]$/.test(text) ? '' : '.'}`;
}
