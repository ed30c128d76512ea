import type { Client } from 'headframe/client/browser';
import type { PanelTheme } from '../../widget.ts';
import { type Answer, type Question, readQuestion, type Told } from './protocol.ts';
import { fits } from './wildcard.ts';

/** A panel, as far as it matters what it may do. */
export interface BridgedPanel {
  readonly id: string;
  readonly plugin: string;
  /** Patterns of the variables that it may read. */
  readonly variables: readonly string[];
}

/** The page's end of a panel's channel. */
export interface BridgePort {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  postMessage(message: unknown): void;
  close(): void;
}

/** What there is in the page for panels. */
export interface BridgeContext {
  readonly client: Pick<Client, 'call' | 'get' | 'names' | 'on' | 'session'>;
}

/** A panel's way to the host, as long as it is shown. */
export interface Bridge {
  setTheme(theme: PanelTheme): void;
  close(): void;
}

/** Questions of one panel that may be open. */
const MAX_OPEN = 64;

/**
 * Answers what a panel's frame asks for. What it may call is the host's to decide, by the command
 * `panel_call`; which variables it may read is decided here, by the patterns that the host has given.
 */
export function openBridge({ client }: BridgeContext, panel: BridgedPanel, port: BridgePort): Bridge {
  let open = 0;
  const tell = (told: Told): void => port.postMessage(told);
  const mayRead = (name: string): boolean => panel.variables.some((pattern) => fits(name, pattern));

  const answer = async (question: Question): Promise<unknown> => {
    switch (question.ask) {
      case 'call':
        return callCommand(question.method, question.params);
      case 'interface': {
        const { method, params } = question;
        const result = await callCommand('call_interface', { interface: panel.plugin, method, params });
        return result.value;
      }
      case 'names':
        return (await client.names()).filter(mayRead);
      case 'get':
        if (!mayRead(question.name))
          throw refused(`the panel ${panel.id} may not read the variable ${question.name}`);
        return client.get(question.name);
    }
  };
  const callCommand = async (method: string, params: object): Promise<Record<string, unknown>> => {
    const { result } = await client.call('panel_call', { panel: panel.id, method, params });
    return result as Record<string, unknown>;
  };
  const take = async (question: Question): Promise<Answer> => {
    const { id } = question;
    if (open >= MAX_OPEN)
      return { id, error: { code: 'TOO_MANY', message: `${MAX_OPEN} requests of the panel are open` } };
    open += 1;
    try {
      return { id, result: await answer(question) };
    } catch (error) {
      return { id, error: asTold(error) };
    } finally {
      open -= 1;
    }
  };

  port.addEventListener('message', ({ data }) => {
    const question = readQuestion(data);
    if (question) void take(question).then((one) => post(port, one));
  });
  port.start();
  const undo = [
    client.on('dataChanged', ({ name, revision, metadata }) => {
      if (mayRead(name)) tell({ event: 'changed', detail: { name, revision, metadata: { ...metadata } } });
    }),
    client.on('dataDeleted', ({ name, revision }) => {
      if (mayRead(name)) tell({ event: 'deleted', detail: { name, revision } });
    }),
    client.on('connected', ({ revision }) => tell({ event: 'connected', detail: { revision } })),
  ];
  return {
    setTheme: (theme) => tell({ event: 'theme', detail: theme }),
    close: () => {
      for (const off of undo) off();
      port.close();
    },
  };
}

/** Sends an answer; a value that cannot be copied to another frame is an error of its own. */
function post(port: BridgePort, answer: Answer): void {
  try {
    port.postMessage(answer);
  } catch (error) {
    port.postMessage({ id: answer.id, error: asTold(error) });
  }
}

function refused(message: string): Error {
  return Object.assign(new Error(message), { code: 'FORBIDDEN' });
}

function asTold(error: unknown): { code: string; message: string } {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR';
  return { code, message: error instanceof Error ? error.message : String(error) };
}
