import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HeadframeError, messageOf } from './errors.ts';
import type { Consumer } from './group.ts';
import type { LogLevel } from './logger.ts';
import { codeRoot } from './package.ts';
import type { Effect } from './scope.ts';
import type { Translations } from './translation.ts';
import { type Schema, schemaProblem } from './validation.ts';

/** How a Python file ended. */
export interface PythonExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A panel of settings that a plugin adds: a title and the JSON Schema of its fields. */
export interface SettingsPanel {
  readonly plugin: string;
  readonly text: string;
  readonly content: Schema;
}

/** PyMiner's `Program` group: plugins add their part by declaration merging. */
export interface Program extends CoreProgram {}

/** The core's part of `Program`. */
export interface CoreProgram {
  /** Adds a panel of settings: its title and the JSON Schema of its fields. Throws `BAD_ARGUMENT`. */
  addSettingsPanel(text: string, panelContent: Schema): Effect;
  /** Writes to the host's log. Throws `BAD_ARGUMENT` for a level that is not `debug`, `info`, `warn` or `error`. */
  showLog(level: Exclude<LogLevel, 'trace' | 'silent'>, module: string, content: string): void;
  /** The folder of the running host. */
  getMainProgramDir(): string;
  /** A folder for a plugin's own files, made if need be; the caller's unless named. */
  getPluginDataPath(plugin?: string): string;
  /** Tells the user of an error with what would solve it and a command to try. */
  showExceptionOccuredPanel(error: unknown, solution: string, command?: string): void;
  /** Runs a file by `python3` until it ends or the caller is closed; its output goes to the log line by line. */
  runPythonFile(file: string): Promise<PythonExit>;
  /** Adds translated texts of a locale. */
  addTranslation(locale: string, texts: Readonly<Record<string, string>>): void;
  /** Says which locale the user has chosen; the settings plugin does. */
  setLocale(locale: string): void;
  /** The text in the user's language. */
  _(text: string): string;
}

/** What the group needs of the host. */
export interface ProgramContext {
  readonly dataDir: string;
  readonly translations: Translations;
  readonly panels: Set<SettingsPanel>;
}

const SHOWN_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'];

/** The core's part of `Program` for one plugin. */
export function createProgram(context: ProgramContext, consumer: Consumer): CoreProgram {
  return {
    addSettingsPanel(text, content) {
      const problem = schemaProblem(content);
      if (problem)
        throw new HeadframeError(
          'BAD_ARGUMENT',
          `${consumer.name}: the panel "${text}" is no JSON Schema: ${problem}`,
        );
      const panel = { plugin: consumer.name, text, content };
      const effect = consumer.scope.add(`settings panel ${text}`, () => void context.panels.delete(panel));
      context.panels.add(panel);
      return effect;
    },
    showLog(level, module, content) {
      if (!SHOWN_LEVELS.includes(level)) {
        throw new HeadframeError(
          'BAD_ARGUMENT',
          `${consumer.name}: ${JSON.stringify(level)} is none of ${SHOWN_LEVELS.join(', ')}`,
        );
      }
      consumer.logger[level]({ module }, content);
    },
    getMainProgramDir: () => codeRoot,
    getPluginDataPath(plugin = consumer.name) {
      const folder = join(context.dataDir, 'plugins', plugin.replaceAll('/', '__'));
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    showExceptionOccuredPanel(error, solution, command) {
      consumer.logger.error({ solution, command }, messageOf(error));
    },
    runPythonFile: (file) => runPython(file, consumer),
    addTranslation: (locale, texts) => context.translations.add(locale, texts),
    setLocale(locale) {
      context.translations.locale = locale;
    },
    _: (text) => context.translations.translate(text),
  };
}

function runPython(file: string, { scope, logger }: Consumer): Promise<PythonExit> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', [file], { stdio: ['ignore', 'pipe', 'pipe'], signal: scope.signal });
    for (const [stream, level] of [
      [child.stdout, 'info'],
      [child.stderr, 'warn'],
    ] as const) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) logger[level]({ file }, line);
      });
      stream.on('end', () => rest && logger[level]({ file }, rest));
    }
    child.on('error', (error) =>
      reject(new HeadframeError('IO_FAILED', `python3 ${file}: ${error.message}`, { cause: error })),
    );
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}
