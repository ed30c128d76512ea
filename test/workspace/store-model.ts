/** A plain model of a store: what the real one has to agree with. Values are small texts. */
interface ModelVariable {
  revision: number;
  versions: string[];
  current: number;
}

/** A deleted variable of the model. */
interface ModelDeleted {
  readonly index: number;
  readonly name: string;
  readonly variable: ModelVariable;
}

/** The model. Each method returns what the operation answers, or its error's code. */
export class StoreModel {
  readonly variables = new Map<string, ModelVariable>();
  readonly bin: ModelDeleted[] = [];
  revision = 0;
  #nextIndex = 0;
  readonly #history: number;
  readonly #binLength: number;
  readonly #maxVariables: number;

  constructor(history: number, binLength: number, maxVariables: number) {
    this.#history = history;
    this.#binLength = binLength;
    this.#maxVariables = maxVariables;
  }

  write(name: string, value: string, expected: number | undefined): unknown {
    const variable = this.variables.get(name);
    if (this.#conflicts(name, expected)) return 'CONFLICT';
    if (!variable) {
      if (this.variables.size >= this.#maxVariables) return 'TOO_MANY';
      this.variables.set(name, { revision: ++this.revision, versions: [value], current: 0 });
      return { revision: this.revision, changed: true };
    }
    if (variable.versions[variable.current] === value) return { revision: variable.revision, changed: false };
    variable.versions = [...variable.versions.slice(0, variable.current + 1), value].slice(-this.#history);
    variable.current = variable.versions.length - 1;
    variable.revision = ++this.revision;
    return { revision: this.revision, changed: true };
  }

  delete(name: string, expected: number | undefined): unknown {
    const variable = this.variables.get(name);
    if (this.#conflicts(name, expected)) return 'CONFLICT';
    if (!variable) return 'NOT_FOUND';
    this.revision++;
    this.variables.delete(name);
    this.#discard(name, variable);
    return [name];
  }

  travel(name: string, by: number, expected: number | undefined): unknown {
    const variable = this.variables.get(name);
    if (this.#conflicts(name, expected)) return 'CONFLICT';
    if (!variable) return 'NOT_FOUND';
    const target = Math.max(0, Math.min(variable.versions.length - 1, variable.current + by));
    const steps = Math.abs(target - variable.current);
    if (steps > 0) {
      variable.current = target;
      variable.revision = ++this.revision;
    }
    return { revision: variable.revision, steps };
  }

  restore(key: string | number): unknown {
    const found = this.bin.findLastIndex(({ index, name }) => key === index || key === name);
    const entry = this.bin[found];
    if (!entry) return 'NOT_FOUND';
    const { name, variable } = entry;
    const living = this.variables.get(name);
    if (!living && this.variables.size >= this.#maxVariables) return 'TOO_MANY';
    this.bin.splice(found, 1);
    variable.revision = ++this.revision;
    this.variables.set(name, variable);
    if (living) this.#discard(name, living);
    return { name, revision: this.revision };
  }

  rename(name: string, newName: string): unknown {
    const variable = this.variables.get(name);
    if (!variable) return 'NOT_FOUND';
    if (this.variables.has(newName)) return 'DUPLICATE';
    this.variables.delete(name);
    this.variables.set(newName, variable);
    variable.revision = ++this.revision;
    return this.revision;
  }

  clear(): unknown {
    const names = [...this.variables.keys()];
    for (const name of names) this.delete(name, undefined);
    return names;
  }

  #conflicts(name: string, expected: number | undefined): boolean {
    return expected !== undefined && expected !== (this.variables.get(name)?.revision ?? 0);
  }

  #discard(name: string, variable: ModelVariable): void {
    this.bin.push({ index: this.#nextIndex++, name, variable });
    if (this.bin.length > this.#binLength) this.bin.shift();
  }
}
