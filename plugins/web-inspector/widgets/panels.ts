import { type Effect, HeadframeError, type Scope } from 'headframe';
import type { Panel } from './panel.ts';

/** A panel that is shown; another one under the same name has another number. */
export interface ShownPanel extends Panel {
  readonly serial: number;
}

const MAX_PANELS = 256;

/** The panels that are shown now, in the order in which they came. */
export class Panels {
  readonly #shown = new Map<string, ShownPanel>();
  readonly #onChange: () => void;
  #serial = 0;

  /** `onChange` is called when a panel has come or gone. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Shows a panel until the scope is closed. Throws `DUPLICATE`, and `BAD_ARGUMENT` when there are too many. */
  add(scope: Scope, panel: Panel): ShownPanel {
    if (this.#shown.has(panel.id))
      throw new HeadframeError('DUPLICATE', `${panel.plugin}: the panel ${panel.name} is shown already`);
    if (this.#shown.size >= MAX_PANELS)
      throw new HeadframeError('BAD_ARGUMENT', `${panel.plugin}: ${MAX_PANELS} panels are shown already`);
    this.#serial += 1;
    const shown = { ...panel, serial: this.#serial };
    this.#register(scope, shown);
    this.#onChange();
    return shown;
  }

  find(id: string): ShownPanel | undefined {
    return this.#shown.get(id);
  }

  list(): ShownPanel[] {
    return [...this.#shown.values()];
  }

  #register(scope: Scope, panel: ShownPanel): Effect {
    const effect = scope.add(`panel ${panel.id}`, () => {
      this.#shown.delete(panel.id);
      this.#onChange();
    });
    this.#shown.set(panel.id, panel);
    return effect;
  }
}
