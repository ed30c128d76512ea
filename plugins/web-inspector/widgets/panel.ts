import { isAbsolute, relative, resolve } from 'node:path';
import { HeadframeError, type WidgetConfig } from 'headframe';

/** PyMiner's positions, by what they are in the page: a panel of the dock, or a place in a tool bar. */
export const POSITIONS = {
  new_dock_window: 'dock',
  new_dock_window_obj: 'dock',
  new_toolbar: 'toolbar',
  append_to_toolbar: 'toolbar-end',
} as const;

export type Position = keyof typeof POSITIONS;
/** `dock`: a panel; `toolbar`: a tool bar of its own; `toolbar-end`: behind what stands in the last one. */
export type Place = (typeof POSITIONS)[Position];
export type Side = 'left' | 'right' | 'top' | 'bottom';

const SIDES: readonly string[] = ['left', 'right', 'top', 'bottom'];
const MAX_NAME = 64;
const MAX_LISTED = 256;

/** A widget as the page shows it. */
export interface Panel {
  /** `plugin/name`, unique in the page. */
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  /** Its heading. */
  readonly text: string;
  /** What it is for, as a tip. */
  readonly message: string;
  readonly place: Place;
  readonly side: Side;
  /** The folder of its plugin. */
  readonly folder: string;
  /** The ES module, an absolute path inside the folder. */
  readonly file: string;
  /** The function that the module exports. */
  readonly widget: string;
  /** Commands of others that it may call. */
  readonly commands: readonly string[];
  /** Names of the variables that it may read, as patterns in which `*` stands for any characters. */
  readonly variables: readonly string[];
}

/** What is inserted: one of the manifest's widgets, or what has the same two keys. */
interface Source {
  readonly file: string;
  readonly widget: string;
}

/** Who inserts, and where the plugin's files are. */
export interface Origin {
  readonly plugin: string;
  readonly folder: string;
}

/** Reads what a plugin has given to be shown. Throws `BAD_ARGUMENT` with what is wrong. */
export function readPanel(widget: unknown, position: Position, config: WidgetConfig, origin: Origin): Panel {
  const { plugin, folder } = origin;
  const { file, widget: exported } = readSource(widget, plugin);
  const name = readText(config.name ?? exported, 'name', plugin, MAX_NAME);
  const path = resolve(folder, file);
  const inside = relative(folder, path);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw bad(plugin, `${file} is not in the folder of the plugin`);
  const place = POSITIONS[position];
  const side = config.side ?? (place === 'dock' ? 'right' : 'top');
  if (!SIDES.includes(side)) throw bad(plugin, `side must be one of ${SIDES.join(', ')}`);
  return {
    id: `${plugin}/${name}`,
    plugin,
    name,
    text: readText(config.text ?? name, 'text', plugin),
    message: readText(config.message ?? '', 'message', plugin),
    place,
    side,
    folder,
    file: path,
    widget: exported,
    commands: readList(config.commands, 'commands', plugin),
    variables: readList(config.variables, 'variables', plugin),
  };
}

function readSource(widget: unknown, plugin: string): Source {
  if (typeof widget === 'object' && widget !== null && 'file' in widget && 'widget' in widget) {
    const { file, widget: exported } = widget;
    if (typeof file === 'string' && typeof exported === 'string' && /^[A-Za-z_$][\w$]*$/.test(exported))
      return { file, widget: exported };
  }
  throw bad(plugin, 'a widget is one of the manifest, or {file, widget}: a module and what it exports');
}

function readText(value: unknown, key: string, plugin: string, limit = 1024): string {
  if (typeof value === 'string' && value.length <= limit) return value;
  throw bad(plugin, `${key} must be a text of at most ${limit} characters`);
}

function readList(value: unknown, key: string, plugin: string): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= MAX_LISTED && value.every((one) => typeof one === 'string'))
    return value;
  throw bad(plugin, `${key} must be a list of at most ${MAX_LISTED} texts`);
}

function bad(plugin: string, what: string): HeadframeError {
  return new HeadframeError('BAD_ARGUMENT', `${plugin}: ${what}`, { data: { plugin } });
}
