import { Binary, type Commands, type HostControl } from 'headframe';

/** Values of one call. */
const MAX_PARAMS = 1000;

/** What is called, and with what. */
interface Call {
  readonly interface: string;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** The command by which clients call what plugins let them call. */
export function registerInterfaceCommands(
  commands: Commands,
  host: Pick<HostControl, 'callInterface'>,
): void {
  commands.register<Call>({
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
      const value = (await host.callInterface(plugin, method, params)) ?? null;
      return { value: value instanceof Uint8Array ? Binary.of(value) : value };
    },
  });
}
