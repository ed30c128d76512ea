import { type Signal, signal } from '@preact/signals';
import type { Told } from '../errors.ts';

/** What is shown for a while: what was done, perhaps with a way back, or an error. */
export type Notice = { readonly text: string; readonly action?: NoticeAction } | { readonly error: Told };

/** A button of a notice. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** A notice that is shown. */
export type Toast = Notice & { readonly id: number };

const SHOWN_MS = 8000;
/** The oldest go when there are more. */
const MOST = 5;

/** Those that are shown, oldest first. */
export const toasts: Signal<readonly Toast[]> = signal([]);
let last = 0;

/** Shows a notice for 8 seconds; an error stays until it is put away. */
export function addToast(notice: Notice): void {
  const toast: Toast = { ...notice, id: ++last };
  toasts.value = [...toasts.value, toast].slice(-MOST);
  if (!('error' in notice)) setTimeout(() => dropToast(toast.id), SHOWN_MS);
}

/** Puts a notice away. */
export function dropToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
