/** What a coded error means and what its reader can do about it. */
export interface ErrorEntry {
  /** One line: what happened, without the particulars. */
  readonly summary: string;
  /** One line: what to do next. */
  readonly fix: string;
  /** The exit code with which a start is given up when it makes a plugin fail: going on would be unsafe. */
  readonly exitCode?: 69 | 77 | 78;
}

/**
 * The host's error table: every code that `core/` raises, what it means and what to do.
 * Plugins bring codes of their own with {@link defineErrors}.
 */
export const ERRORS = {
  BAD_ARCHIVE: {
    summary: 'An archive cannot be unpacked safely.',
    fix: "Pack the plugin's own files alone, without links, with names that every system takes.",
  },
  BAD_ARGUMENT: {
    summary: 'A function was called with an argument it cannot take.',
    fix: 'Compare the call with the declared parameters.',
  },
  BAD_CONFIG: {
    summary: 'The config file cannot be used.',
    fix: 'Correct the line that the message shows; `$schema` lets an editor check it.',
    exitCode: 78,
  },
  BAD_MANIFEST: {
    summary: "A plugin's manifest cannot be used.",
    fix: 'Correct the key that the message names.',
  },
  BAD_PARAMS: {
    summary: "A command's parameters do not fit its declaration.",
    fix: 'Compare the parameters with the summary that the message quotes.',
  },
  BAD_PLUGIN: {
    summary: "A plugin's module does not export what its manifest promises.",
    fix: 'Export the classes named in the manifest, derived from BaseExtension and BaseInterface.',
  },
  CANCELLED: {
    summary: 'The operation was cancelled before it ended.',
    fix: 'Start it again if it is still wanted.',
  },
  DUPLICATE: {
    summary: 'The name is taken already.',
    fix: 'Choose another name, or close the plugin that holds it.',
  },
  FORBIDDEN: {
    summary: "The session's role does not allow this command.",
    fix: 'Use a token whose role allows it.',
  },
  HOST_RUNNING: {
    summary: 'Another host uses the data folder.',
    fix: 'Stop that host, or give this one another folder with --data-dir.',
  },
  HOST_STOPPED: { summary: 'The host is not running.', fix: 'Start the host first.' },
  INTERNAL: { summary: 'The host or a plugin failed unexpectedly.', fix: 'See the log for the stack trace.' },
  IO_FAILED: {
    summary: 'A file could not be read or written.',
    fix: 'Check the path, its owner and the free space.',
  },
  LISTEN_FAILED: {
    summary: 'A plugin cannot listen on its address.',
    fix: "Set the plugin's settings host and port to an address of this machine.",
  },
  NO_CONTRIBUTION: {
    summary: 'No active plugin contributes this function.',
    fix: 'Enable the plugin that contributes the group.',
  },
  NO_HOST: {
    summary: 'No host is running on the data folder.',
    fix: 'Start one with `headframe start`, or name its folder with --data-dir.',
  },
  NOT_REMOTE: {
    summary: 'The plugin does not let clients call this method.',
    fix: "Call another one; a plugin's author lists the method's name under `static remote` of its interface.",
  },
  NPM_FAILED: {
    summary: 'npm could not install a package.',
    fix: "Read npm's own words in the message; check the name, the registry and the network.",
  },
  PLUGIN_BUSY: {
    summary: 'A plugin waits for an operation on itself.',
    fix: 'Start the operation without awaiting it inside the life cycle method.',
  },
  PLUGIN_FAILED: {
    summary: 'A step of a plugin failed.',
    fix: 'See the cause; mend the plugin and refresh it.',
  },
  PLUGIN_INACTIVE: { summary: 'The plugin is not active.', fix: 'Enable the plugin, or use withInterface.' },
  PLUGIN_REQUIRED: {
    summary: 'Other active plugins require this one.',
    fix: 'Disable those first, or ask for cascading.',
  },
  REQUIREMENT_CYCLE: {
    summary: 'Plugins require each other in a circle.',
    fix: 'Remove one of the requirements.',
  },
  REQUIREMENT_MISSING: {
    summary: 'A required plugin is missing, disabled or of another version.',
    fix: 'Install or enable the required plugin in the version asked for.',
  },
  SCOPE_CLOSED: {
    summary: 'Something was registered after its plugin had been closed.',
    fix: 'Check scope.signal before registering in asynchronous code.',
  },
  PORT_BUSY: {
    summary: 'Another process listens on the port.',
    fix: "End that process, or choose another port in the plugin's setting; 0 takes a free one.",
  },
  SETTING_INVALID: {
    summary: "A setting's value does not fit its schema.",
    fix: 'Give a value that the schema allows.',
  },
  SETTING_UNKNOWN: {
    summary: 'There is no setting of this name.',
    fix: 'List the settings to see their names.',
  },
  TIMEOUT: {
    summary: 'A step did not finish in time.',
    fix: 'Try again with less, or when the host has less to do; in a plugin, look for a promise never settled.',
  },
  TOKEN_FILE_UNSAFE: {
    summary: 'The file of tokens cannot be trusted.',
    fix: 'Make it yours and yours alone (mode 600), or delete it: new tokens are made when they are needed.',
    exitCode: 78,
  },
  UNKNOWN_METHOD: {
    summary: 'There is no command of this name.',
    fix: 'Call list_methods to see the commands.',
  },
  UNKNOWN_PLUGIN: {
    summary: 'There is no plugin of this name.',
    fix: 'List the plugins to see their names.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** The codes of the host's own errors. */
export type ErrorCode = keyof typeof ERRORS;

const table = new Map<string, ErrorEntry>(Object.entries(ERRORS));

/** Adds a plugin's error codes to the table, so that their fix is shown like the host's own. */
export function defineErrors(entries: Readonly<Record<string, ErrorEntry>>): void {
  for (const [code, entry] of Object.entries(entries)) table.set(code, entry);
}

/** All codes known now, with what they mean. */
export function errorTable(): ReadonlyMap<string, ErrorEntry> {
  return table;
}

/** Particulars of a {@link HeadframeError}. */
export interface ErrorOptions {
  readonly cause?: unknown;
  /** Machine-readable particulars: JSON values only, no secrets. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An error with a code from the table: what happened, where, and what to do. */
export class HeadframeError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode | (string & {}), message: string, options: ErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'HeadframeError';
    this.code = code;
    this.data = options.data ?? {};
  }

  /** What to do about it, from the table. */
  get fix(): string | undefined {
    return table.get(this.code)?.fix;
  }
}

/** The `code` of any error that has a string one (ours, Node's, a codec's), else `INTERNAL`. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return 'INTERNAL';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
