import { HeadframeError } from './errors.ts';
import type { WidgetClass, WidgetConfig } from './extension.ts';
import type { Effect, Scope } from './scope.ts';

/** Shows a widget at its position; returns what stands for it there. */
export type Inserter = (widget: unknown, config: WidgetConfig, plugin: string) => unknown;

/** A widget that an active plugin's manifest declares. */
export interface WidgetContribution extends WidgetClass {
  readonly plugin: string;
  /** The folder that `file` is relative to. */
  readonly folder: string;
}

/** The widgets of all plugins and those who can show them. The host itself shows none. */
export class WidgetRegistry {
  readonly #contributions = new Set<WidgetContribution>();
  readonly #inserters = new Map<string, Inserter>();

  /** Keeps a manifest's widget until the scope is closed. */
  add(scope: Scope, contribution: WidgetContribution): Effect {
    const effect = scope.add(
      `widget ${contribution.widget}`,
      () => void this.#contributions.delete(contribution),
    );
    this.#contributions.add(contribution);
    return effect;
  }

  /** Registers how widgets of a position are shown. Throws `DUPLICATE`. */
  addInserter(scope: Scope, position: string, inserter: Inserter): Effect {
    if (this.#inserters.has(position)) {
      throw new HeadframeError(
        'DUPLICATE',
        `${scope.owner.name}: the position ${position} has an inserter already`,
      );
    }
    const effect = scope.add(`inserter ${position}`, () => void this.#inserters.delete(position));
    this.#inserters.set(position, inserter);
    return effect;
  }

  /** Whether widgets of this position can be shown now. */
  canInsert(position: string): boolean {
    return this.#inserters.has(position);
  }

  /** Shows a widget. Throws `NO_CONTRIBUTION` when no active plugin shows that position. */
  insert(plugin: string, widget: unknown, position: string, config: WidgetConfig = {}): unknown {
    const inserter = this.#inserters.get(position);
    if (!inserter) {
      const known = [...this.#inserters.keys()].join(', ') || 'none';
      throw new HeadframeError(
        'NO_CONTRIBUTION',
        `${plugin}: no active plugin shows widgets at ${position} (positions: ${known})`,
      );
    }
    return inserter(widget, config, plugin);
  }

  /** Every declared widget of the active plugins. */
  list(): WidgetContribution[] {
    return [...this.#contributions];
  }
}
