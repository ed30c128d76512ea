import { HeadframeError } from './errors.ts';
import type { WidgetClass, WidgetConfig } from './extension.ts';
import type { Effect, Scope } from './scope.ts';

/**
 * Shows a widget at its position; returns what stands for it there. `scope` is closed when the widget is
 * to go: with the plugin that inserted it, or with the one that shows it.
 */
export type Inserter = (widget: unknown, config: WidgetConfig, plugin: string, scope: Scope) => unknown;

/** A widget that an active plugin's manifest declares. */
export interface WidgetContribution extends WidgetClass {
  readonly plugin: string;
  /** The folder that `file` is relative to. */
  readonly folder: string;
}

/** Whose widget it is: what is shown goes with the scope, and stands in `shown` by the widget's name. */
export interface WidgetOwner {
  readonly plugin: string;
  readonly scope: Scope;
  readonly shown: Map<string, unknown>;
}

interface Position {
  readonly inserter: Inserter;
  readonly scopes: Set<Scope>;
}

/** The widgets of all plugins and those who can show them. The host itself shows none. */
export class WidgetRegistry {
  readonly #contributions = new Map<WidgetContribution, WidgetOwner>();
  readonly #positions = new Map<string, Position>();

  /**
   * Keeps a manifest's widget until its owner's scope is closed. Unless it says `auto_insert: false`, it
   * is shown whenever some plugin shows its position. Throws what the inserter throws.
   */
  add(owner: WidgetOwner, contribution: WidgetContribution): Effect {
    const effect = owner.scope.add(
      `widget ${contribution.widget}`,
      () => void this.#contributions.delete(contribution),
    );
    this.#contributions.set(contribution, owner);
    if (contribution.autoInsert && this.#positions.has(contribution.position))
      this.insert(owner, contribution, contribution.position, contribution.config);
    return effect;
  }

  /**
   * Registers how widgets of a position are shown, and shows those that wait for it; when the inserter
   * goes, they go. Throws `DUPLICATE`.
   */
  addInserter(scope: Scope, position: string, inserter: Inserter): Effect {
    if (this.#positions.has(position)) {
      throw new HeadframeError(
        'DUPLICATE',
        `${scope.owner.name}: the position ${position} has an inserter already`,
      );
    }
    const scopes = new Set<Scope>();
    const effect = scope.add(`inserter ${position}`, async () => {
      this.#positions.delete(position);
      for (const one of [...scopes].reverse()) await one.dispose();
    });
    this.#positions.set(position, { inserter, scopes });
    for (const [contribution, owner] of this.#contributions) {
      if (contribution.autoInsert && contribution.position === position)
        this.#insertLate(owner, contribution);
    }
    return effect;
  }

  /** Shows a widget. Throws `NO_CONTRIBUTION` when no active plugin shows that position. */
  insert(owner: WidgetOwner, widget: unknown, name: string, config: WidgetConfig = {}): unknown {
    const position = this.#positions.get(name);
    if (!position) {
      const known = [...this.#positions.keys()].join(', ') || 'none';
      throw new HeadframeError(
        'NO_CONTRIBUTION',
        `${owner.plugin}: no active plugin shows widgets at ${name} (positions: ${known})`,
      );
    }
    const key = nameOf(widget, config);
    const scope = owner.scope.child(`widget ${key} at ${name}`);
    try {
      const shown = position.inserter(widget, config, owner.plugin, scope);
      position.scopes.add(scope);
      scope.add('place', () => void position.scopes.delete(scope));
      owner.shown.set(key, shown);
      scope.add('name', () => {
        if (owner.shown.get(key) === shown) owner.shown.delete(key);
      });
      return shown;
    } catch (error) {
      void scope.dispose();
      throw error;
    }
  }

  /** Every declared widget of the active plugins. */
  list(): WidgetContribution[] {
    return [...this.#contributions.keys()];
  }

  /** For a plugin that is long active: what fails is its widget's alone. */
  #insertLate(owner: WidgetOwner, contribution: WidgetContribution): void {
    const { position, config } = contribution;
    const start = performance.now();
    try {
      this.insert(owner, contribution, position, config);
    } catch (error) {
      const ms = performance.now() - start;
      owner.scope.report({ hook: `inserter ${position}`, owner: owner.plugin, ms, error });
    }
  }
}

/** What a plugin calls an inserted widget: `config.name`, else the widget's class. */
function nameOf(widget: unknown, { name }: WidgetConfig): string {
  if (name !== undefined) return name;
  const own = typeof widget === 'object' && widget !== null && 'widget' in widget ? widget.widget : undefined;
  return typeof own === 'string' ? own : 'widget';
}
