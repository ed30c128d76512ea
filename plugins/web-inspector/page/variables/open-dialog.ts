import { type Signal, signal } from '@preact/signals';

/** A dialog about variables that can be open. */
export type VariableDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'rename' | 'duplicate'; readonly name: string };

/** The one that is open. */
export const openDialog: Signal<VariableDialog | undefined> = signal(undefined);
