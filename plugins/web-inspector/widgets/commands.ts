import { type Commands, HeadframeError, type Param } from 'headframe';
import type { Generation } from './generation.ts';
import { asCommandParams } from './panel-params.ts';
import type { Panels, ShownPanel } from './panels.ts';
import { refusal, roleOf } from './permission.ts';

const MAX_WAIT_MS = 60_000;

interface Wait {
  readonly since: number;
  readonly timeout_ms: number;
}

interface Call {
  readonly panel: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The commands by which a page shows the panels, and passes on what they call. */
export function registerPanelCommands(commands: Commands, panels: Panels, generation: Generation): void {
  commands.register({
    name: 'panels',
    summary:
      'What plugins show in the page: {generation, panels: [{id, serial, plugin, name, text, message, place, side, commands, variables}]}',
    role: 'read',
    params: [],
    handler: () => ({ generation: generation.value, panels: panels.list().map(describe) }),
  });
  commands.register<Wait>({
    name: 'wait_for_host',
    summary: 'Waits until a plugin has changed its state, or a panel has come or gone: {generation}',
    role: 'read',
    params: [
      {
        name: 'since',
        summary: 'The generation that was seen last.',
        schema: { type: 'integer', minimum: 0 },
      },
      {
        name: 'timeout_ms',
        summary: 'After so long the answer has the generation that was given.',
        schema: { type: 'integer', minimum: 0, maximum: MAX_WAIT_MS },
        default: 30_000,
      },
    ],
    handler: async ({ since, timeout_ms: timeoutMs }, { signal }) => ({
      generation: await generation.wait(since, timeoutMs, signal),
    }),
  });
  commands.register<Call>({
    name: 'panel_call',
    summary: 'Runs a command for a panel, if the panel may call it: {result}',
    role: 'read',
    params: [
      { name: 'panel', summary: "The panel's id.", schema: { type: 'string', maxLength: 256 } },
      { name: 'method', summary: 'The command.', schema: { type: 'string', maxLength: 256 } },
      { name: 'params', summary: 'Its parameters by name.', schema: { type: 'object' }, default: {} },
    ],
    handler: async ({ panel: id, method, params }, context) => {
      const panel = panels.find(id);
      if (!panel) throw new HeadframeError('FORBIDDEN', `there is no panel ${JSON.stringify(id)}`);
      const reason = refusal(panel, { method, params }, commands.list().get(method));
      if (reason) throw new HeadframeError('FORBIDDEN', reason, { data: { panel: id, method } });
      const declared = commands.params(method);
      const given = asCommandParams({ ...providerIn(declared, panel), ...params }, declared);
      const role = roleOf(context.role);
      return { result: await commands.dispatch(method, given, { ...context, role, client: panel.plugin }) };
    },
  });
}

/** What a panel writes is its plugin's, unless it says otherwise. */
function providerIn(declared: readonly Param[], { plugin }: ShownPanel): { readonly provider?: string } {
  return declared.some(({ name }) => name === 'provider') ? { provider: plugin } : {};
}

function describe(panel: ShownPanel): object {
  const { id, serial, plugin, name, text, message, place, side, commands, variables } = panel;
  return { id, serial, plugin, name, text, message, place, side, commands, variables };
}
