import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Debugger } from 'node:inspector';
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Socket } from 'node:net';
import { WebSocketText } from './web-socket.ts';

type Script = Debugger.ScriptParsedEventDataType;
type Pause = Debugger.PausedEventDataType;

/** Where a process stands: the line of the source, counted from 1, and the frame in which to evaluate. */
export interface Stop {
  readonly line: number;
  readonly frame: string;
}

/**
 * What an editor's debugger does, by the Chrome DevTools Protocol: it halts each module that has a source map
 * before the module runs, and sets the breakpoint by the map.
 */
export class SourceDebugger {
  readonly #messages: WebSocketText;
  readonly #file: string;
  readonly #isWanted: (text: string) => boolean;
  readonly #maps = new Map<string, SourceMap>();
  #last = 0;

  private constructor(messages: WebSocketText, file: string, isWanted: (text: string) => boolean) {
    this.#messages = messages;
    this.#file = file;
    this.#isWanted = isWanted;
  }

  /** Attaches to a process that waits (`--inspect-brk`); it will stop in `file` where a line has the text. */
  static async attach(url: string, file: string, text: string): Promise<SourceDebugger> {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const request = get(url.replace('ws:', 'http:'), { headers });
    const [, socket] = (await once(request, 'upgrade')) as [IncomingMessage, Socket];
    const found = new SourceDebugger(new WebSocketText(socket), file, (line) => line.includes(text));
    found.#send('Runtime.enable');
    found.#send('Debugger.enable');
    found.#send('Debugger.setInstrumentationBreakpoint', {
      instrumentation: 'beforeScriptWithSourceMapExecution',
    });
    found.#send('Runtime.runIfWaitingForDebugger');
    return found;
  }

  /** Waits until the process stands at the breakpoint. */
  async stopped(): Promise<Stop> {
    for (;;) {
      const { method, params } = await this.#messages.next();
      if (method === 'Debugger.scriptParsed') this.#setBreakpoint(params as Script);
      if (method !== 'Debugger.paused') continue;
      const [top] = (params as Pause).callFrames;
      const map = top && this.#maps.get(top.location.scriptId);
      if (top && map && ((params as Pause).hitBreakpoints?.length ?? 0) > 0 && !isInstrumentation(params)) {
        const { lineNumber, columnNumber = 0 } = top.location;
        const entry = map.findEntry(lineNumber, columnNumber);
        assert.ok('originalLine' in entry);
        return { line: entry.originalLine + 1, frame: top.callFrameId };
      }
      this.resume();
    }
  }

  /** The value of an expression where the process stands. */
  async evaluate(stop: Stop, expression: string): Promise<unknown> {
    const id = this.#send('Debugger.evaluateOnCallFrame', {
      callFrameId: stop.frame,
      expression,
      returnByValue: true,
    });
    for (;;) {
      const message = await this.#messages.next();
      if (message.id === id) return (message.result as Debugger.EvaluateOnCallFrameReturnType).result.value;
    }
  }

  resume(): void {
    this.#send('Debugger.resume');
  }

  close(): void {
    this.#messages.close();
  }

  #setBreakpoint({ scriptId, url, sourceMapURL = '' }: Script): void {
    const [, encoded] = /^data:application\/json;.*base64,(.+)$/.exec(sourceMapURL) ?? [];
    if (!url.split('?')[0]?.endsWith(this.#file) || encoded === undefined) return;
    const payload = JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload;
    const map = new SourceMap(payload);
    this.#maps.set(scriptId, map);
    const wanted = payload.sourcesContent[0]?.split('\n').findIndex(this.#isWanted) ?? -1;
    const location = firstPlace(map, wanted);
    this.#send('Debugger.setBreakpoint', { location: { scriptId, ...location } });
  }

  #send(method: string, params: object = {}): number {
    this.#last += 1;
    this.#messages.send(JSON.stringify({ id: this.#last, method, params }));
    return this.#last;
  }
}

const MAX_LINES = 200;
const MAX_COLUMNS = 2000;

/** The first place of the generated code that comes from a line of the source; both count from 0. */
function firstPlace(map: SourceMap, line: number): { lineNumber: number; columnNumber: number } {
  for (let lineNumber = 0; lineNumber < MAX_LINES; lineNumber += 1) {
    for (let columnNumber = 0; columnNumber < MAX_COLUMNS; columnNumber += 1) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if ('originalLine' in entry && entry.originalLine === line) return { lineNumber, columnNumber };
    }
  }
  throw new Error(`the source map does not know line ${line + 1}`);
}

function isInstrumentation(params: unknown): boolean {
  return (params as { reason: string }).reason === 'instrumentation';
}
