import type { JSX } from 'preact';
import { ToastList } from './ui/toast-list.tsx';

/** The page. */
export function App(): JSX.Element {
  return (
    <>
      <h1>Headframe</h1>
      <ToastList />
    </>
  );
}
