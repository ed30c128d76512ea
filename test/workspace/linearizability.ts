/** One operation on one register, as a client saw it. Times are any numbers that grow. */
export interface Observed {
  readonly called: number;
  readonly returned: number;
  readonly operation: RegisterOperation;
}

/**
 * What was done and answered. A value of `undefined` is "not there". `undo` answers with the value that
 * it went back to, or `undefined` at the bottom.
 */
export type RegisterOperation =
  | { readonly do: 'read'; readonly value: string | undefined }
  | { readonly do: 'write'; readonly value: string }
  | { readonly do: 'delete'; readonly found: boolean }
  | {
      readonly do: 'swap';
      readonly expected: string | undefined;
      readonly value: string;
      readonly swapped: boolean;
    }
  | { readonly do: 'undo'; readonly steps: number };

/** The sequential register: its values, the current one last among those that undo reaches. */
type State = readonly string[];

/**
 * Whether a history could have come from one register that does one operation at a time: some order of
 * the operations that keeps every answer and every "returned before the other was called".
 *
 * Notes: the search of Wing and Gong, with Lowe's memory of states already tried.
 */
export function isLinearizable(history: readonly Observed[]): boolean {
  const ordered = history.toSorted((a, b) => a.called - b.called);
  const tried = new Set<string>();
  const search = (done: bigint, state: State): boolean => {
    if (done === (1n << BigInt(ordered.length)) - 1n) return true;
    const key = `${done} ${state.join()}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const open = ordered
      .map((one, index) => ({ one, bit: 1n << BigInt(index) }))
      .filter(({ bit }) => !(done & bit));
    const firstReturn = Math.min(...open.map(({ one }) => one.returned));
    return open.some(({ one, bit }) => {
      if (one.called > firstReturn) return false;
      const next = apply(state, one.operation);
      return next !== undefined && search(done | bit, next);
    });
  };
  return search(0n, []);
}

/** The state after an operation, or nothing when the register would have answered otherwise. */
function apply(state: State, operation: RegisterOperation): State | undefined {
  const current = state.at(-1);
  switch (operation.do) {
    case 'read':
      return operation.value === current ? state : undefined;
    case 'write':
      return operation.value === current ? state : [...state, operation.value];
    case 'delete':
      if (operation.found !== (current !== undefined)) return undefined;
      return [];
    case 'swap':
      if (operation.swapped !== (operation.expected === current)) return undefined;
      return operation.swapped ? [...state, operation.value] : state;
    case 'undo':
      if (operation.steps !== (state.length > 1 ? 1 : 0)) return undefined;
      return operation.steps === 1 ? state.slice(0, -1) : state;
  }
}
