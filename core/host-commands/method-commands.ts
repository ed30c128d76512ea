import { Binary, type CommandInfo } from '../command.ts';
import type { HostCommandsContext } from './context.ts';

/** Values of one call. */
const MAX_PARAMS = 1000;

/** What is called, and with what. */
interface Call {
  readonly interface: string;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Commands about what can be called. */
export function registerMethodCommands({ commands, scope, control }: HostCommandsContext): void {
  commands.register(scope, {
    name: 'ping',
    summary: 'Nothing: shows that the server answers',
    role: 'read',
    params: [],
    handler: () => ({}),
  });
  commands.register(scope, {
    name: 'list_methods',
    summary: 'Every command: {methods: {name: {summary, role, params}}}',
    role: 'read',
    params: [],
    handler: () => ({ methods: new Map([...commands.list()].map(([name, info]) => [name, describe(info)])) }),
  });
  commands.register<Call>(scope, {
    name: 'call_interface',
    summary: "Calls a method that a plugin's interface lists under static remote: {value}",
    role: 'write',
    params: [
      { name: 'interface', summary: "The plugin's name.", schema: { type: 'string' } },
      { name: 'method', summary: 'The method.', schema: { type: 'string' } },
      {
        name: 'params',
        summary: 'Its parameters, in order.',
        schema: { type: 'array', maxItems: MAX_PARAMS },
        default: [],
      },
    ],
    handler: async ({ interface: plugin, method, params }) => {
      const value = (await control.callInterface(plugin, method, params)) ?? null;
      return { value: value instanceof Uint8Array ? Binary.of(value) : value };
    },
  });
}

function describe({ summary, role, params }: CommandInfo): object {
  const listed = params.map((param) => ({
    name: param.name,
    summary: param.summary,
    kind: param.kind ?? 'json',
    required: !('default' in param),
    schema: param.schema,
  }));
  return { summary, role, params: listed };
}
