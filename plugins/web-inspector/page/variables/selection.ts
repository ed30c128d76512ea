import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { variables } from './live.ts';

/** The variable whose details are shown; nothing when none is. */
export const selected: Signal<string | undefined> = signal(undefined);

/** The variables that are marked, for what is done to several at once. */
export const marked: Signal<ReadonlySet<string>> = signal(new Set());

/** Those of the marked that are still there. */
export const markedNames: ReadonlySignal<readonly string[]> = computed(() =>
  [...marked.value].filter((name) => variables.value.has(name)),
);

/** Marks a variable, or takes its mark away. */
export function toggleMark(name: string): void {
  const names = new Set(marked.value);
  if (!names.delete(name)) names.add(name);
  marked.value = names;
}

/** Takes all marks away. */
export function clearMarks(): void {
  marked.value = new Set();
}
