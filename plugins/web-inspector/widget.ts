/**
 * The types of a widget's side of a panel. A widget is a function that an ES module exports; the page calls
 * it once, in a frame of its own, with what it may ask of the host and with the element to draw in.
 */

/** A widget, as its module exports it. `Root` is the element's type: `HTMLElement` in a browser. */
export type Widget<Root = unknown> = (panel: PanelHost, root: Root) => void | Promise<void>;

/** The colours of the page, as `#rrggbb`; they are custom properties of the frame, too: `--text`. */
export interface PanelTheme {
  readonly scheme: 'light' | 'dark';
  readonly colours: Readonly<Record<string, string>>;
}

/** What a panel is told. */
export interface PanelEvents {
  /** A variable that the panel may read was created or changed, or its metadata was. */
  changed: {
    readonly name: string;
    readonly revision: number;
    readonly metadata: Readonly<Record<string, unknown>>;
  };
  /** Such a variable has gone. */
  deleted: { readonly name: string; readonly revision: number };
  /** The page has other colours. */
  theme: PanelTheme;
  /** The page is connected to the host again: what was missed meanwhile has been told. */
  connected: { readonly revision: number };
}

/** The way to the host. What fails rejects with an `Error` that has a `code`. */
export interface PanelHost {
  readonly plugin: string;
  /** The panel's name within its plugin. */
  readonly name: string;
  readonly theme: PanelTheme;
  /**
   * Runs a command: one of the panel's own plugin, or one that its `config.commands` lists; resolves with the
   * command's result. Never one that needs the role admin. Rejects with `FORBIDDEN`, and the command's codes.
   */
  call(
    method: string,
    params?: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Calls a method of the own plugin's interface that it lists under `static remote`; resolves with its value. */
  callInterface(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** The names of the variables that the panel may read: those that fit `config.variables`. */
  names(): Promise<readonly string[]>;
  /** A variable's value as plain JavaScript. Rejects with `FORBIDDEN` for one that the panel may not read, `NOT_FOUND`. */
  get(name: string): Promise<unknown>;
  /** Calls a listener with each event; what is returned ends that. */
  on<K extends keyof PanelEvents>(event: K, listener: (detail: PanelEvents[K]) => void): () => void;
}
