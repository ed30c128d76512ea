import type { ComponentType } from 'preact';
import { lazy } from '../ui/lazy.tsx';
import './detail.css';

/** What the detail pane is given. */
export interface DetailProps {
  /** The variable. */
  readonly name: string;
}

/** All of one variable: its value, pictures and figures of it, its metadata and its history. Loaded when it is first shown. */
export const Detail: ComponentType<DetailProps> = lazy(async () => (await import('./pane.tsx')).Pane);
