import type { Commands, WireValue } from 'headframe';
import { decodeTypedJson } from 'headframe/codec';
import { nativeDocument } from '../conversion/convert.ts';
import { workspaceError } from '../errors.ts';
import type { Interface } from '../interface.ts';
import { asStructured } from '../structured.ts';
import type { Structure } from '../types.ts';
import { author, IF_REVISION, NAME, PROVIDER, type Provider } from './params.ts';
import { deliver } from './wire-value.ts';

/** Commands about structured values and their types. */
export function registerTypeCommands(commands: Commands, workspace: Interface): void {
  commands.register<{ name: string; structure: Structure }>({
    name: 'define_type',
    summary: "Defines a type of structured values: its fields, and what each holds, as 'float|list[int]'",
    role: 'write',
    params: [
      { ...NAME, summary: 'The type.' },
      {
        name: 'structure',
        summary: 'What each field holds: any, none, bool, int, float, str, list, dict, list[…], or a type.',
        schema: { type: 'object', additionalProperties: { type: 'string' } },
      },
    ],
    handler: ({ name, structure }) => {
      workspace.defineType(name, structure);
      return {};
    },
  });
  commands.register({
    name: 'get_types',
    summary: 'The types of structured values: {types: {name: structure}}',
    role: 'read',
    params: [],
    handler: () => ({ types: workspace.getTypes() }),
  });
  commands.register<{ name: string }>({
    name: 'read_data',
    summary: 'A variable in its structured form, {"type": …}: {value, revision}',
    role: 'read',
    params: [NAME],
    handler: ({ name }) => {
      const { value, revision } = workspace.readData(name);
      return { value: deliver(nativeDocument(value, 'json'), 'json'), revision };
    },
  });
  commands.register<{ name: string; value: WireValue; provider: Provider; if_revision: number | null }>({
    name: 'write_data',
    summary: 'Writes a structured value, checked against its type: {revision}',
    role: 'write',
    params: [NAME, { name: 'value', summary: 'The value, as JSON.', kind: 'value' }, PROVIDER, IF_REVISION],
    handler: async ({ name, value, provider, if_revision: expected }, context) => {
      const structured = asStructured(decodeTypedJson(value.json(), { buffers: value.buffers }));
      if (!structured) throw workspaceError('BAD_VALUE', 'a structured value is an object with a "type"');
      const options = { ...author(provider, context), ifRevision: expected ?? undefined };
      const { revision } = await workspace.writeData(name, structured, options);
      return { revision };
    },
  });
}
